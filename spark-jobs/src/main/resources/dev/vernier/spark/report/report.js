"use strict";
(() => {
  const data = JSON.parse(document.getElementById("chart-data").textContent);
  const number = d3.format(".3~g");

  /** An SVG in a place of the page, scaled with it, with a text for those who do not see it. */
  function canvas(place, width, height, label) {
    return d3.select(place).append("svg")
      .attr("viewBox", [0, 0, width, height])
      .attr("role", "img")
      .attr("aria-label", label);
  }

  function axis(svg, generator, x, y) {
    return svg.append("g").attr("transform", `translate(${x},${y})`).call(generator);
  }

  /** A histogram over magnitudes, its thresholds, and the divergence of each choice. */
  function blob(place) {
    const one = data.blobs.find((candidate) => candidate.blob === place.dataset.name);
    if (!one) {
      return;
    }
    const width = 320, height = 150, left = 30, right = 30, top = 6, bottom = 20;
    const end = Math.max(one.absMax, ...one.thresholds) || 1;
    const x = d3.scaleLinear([0, end], [left, width - right]);
    const y = d3.scaleLog([0.7, Math.max(10, d3.max(one.bars))], [height - bottom, top]).clamp(true);
    const svg = canvas(place, width, height,
      `Histogram of ${one.blob}: magnitudes up to ${number(one.absMax)}, threshold ${one.thresholds.map(number).join(" and ")}`);
    const bin = one.absMax / one.bars.length;
    svg.append("g").selectAll("rect").data(one.bars).join("rect")
      .attr("class", "bars")
      .attr("x", (count, i) => x(i * bin))
      .attr("width", x(bin) - x(0) + 0.15)
      .attr("y", (count) => count === 0 ? height - bottom : y(count))
      .attr("height", (count) => count === 0 ? 0 : height - bottom - y(count));
    if (one.curve.length > 0) {
      const values = one.curve.map((point) => point[1]);
      const divergence = d3.scaleLinear([0, d3.quantile(values, 0.98) || 1], [height - bottom, top]).clamp(true);
      svg.append("path").attr("class", "curve")
        .attr("d", d3.line((point) => x(point[0]), (point) => divergence(point[1]))(one.curve));
      axis(svg, d3.axisRight(divergence).ticks(3).tickSize(3), width - right, 0);
    }
    one.thresholds.filter((threshold) => threshold > 0).forEach((threshold) => {
      svg.append("line").attr("class", "threshold")
        .attr("x1", x(threshold)).attr("x2", x(threshold))
        .attr("y1", top).attr("y2", height - bottom);
    });
    axis(svg, d3.axisBottom(x).ticks(5).tickSizeOuter(0).tickSize(3), 0, height - bottom);
    const powers = d3.range(0, Math.ceil(Math.log10(y.domain()[1])) + 1, 2).map((power) => 10 ** power);
    axis(svg, d3.axisLeft(y).tickValues(powers).tickFormat(d3.format("~s")).tickSize(3), left, 0);
  }

  /** Bars of noise; pieces of so many rows that none has to be cut in print. */
  function errors(place) {
    const rows = 30, step = 19, width = 960, left = margin(data.errors), top = 22;
    const worst = d3.max(data.errors, (bar) => Math.max(finite(bar.own), finite(bar.all)));
    const x = d3.scaleLinear([0, worst || 1], [left, width - 60]).nice();
    for (let from = 0; from < data.errors.length; from += rows) {
      const part = data.errors.slice(from, from + rows);
      const height = top + part.length * step + 4;
      const svg = canvas(place, width, height,
        `Noise of ${part.length} layers, the most harmful being ${part[0].layer} with ${d3.format(".2%")(part[0].own)}`);
      axis(svg, d3.axisTop(x).ticks(8, "~%").tickSize(-(height - top)), 0, top).call((g) => g.select(".domain").remove());
      const row = svg.selectAll(".row").data(part).join("g")
        .attr("transform", (bar, i) => `translate(0,${top + i * step})`);
      row.append("text").attr("class", "name").attr("x", left - 8).attr("y", step / 2 + 4)
        .attr("text-anchor", "end").text((bar) => shortened(bar.layer, 30));
      row.filter((bar) => bar.all !== null).append("rect").attr("class", "all")
        .attr("x", left).attr("y", 10.5).attr("height", 5.5).attr("width", (bar) => x(finite(bar.all)) - left);
      row.append("rect").attr("class", (bar) => bar.kept ? "kept" : "own")
        .attr("x", left).attr("y", 4).attr("width", (bar) => x(finite(bar.own)) - left)
        .attr("height", (bar) => bar.all === null ? 11 : 6.5);
      row.append("title").text((bar) =>
        `${bar.layer}: ${percent(bar.own)} alone` + (bar.all === null ? "" : `, ${percent(bar.all)} in the net`) + (bar.kept ? ", stays fp32" : ""));
    }
  }

  /** Ranges of weight scales. */
  function weights(place) {
    const rows = 40, step = 17, width = 960, left = margin(data.weights), top = 22;
    // Channels that are all but zero have scales without end: medians decide how far the axis goes.
    const medians = d3.extent(data.weights, (bar) => bar.median);
    const x = d3.scaleLog(
      [Math.max(d3.min(data.weights, (bar) => bar.least), medians[0] / 100),
        Math.min(d3.max(data.weights, (bar) => bar.largest), medians[1] * 100)],
      [left + 6, width - 20]).clamp(true);
    for (let from = 0; from < data.weights.length; from += rows) {
      const part = data.weights.slice(from, from + rows);
      const height = top + part.length * step + 4;
      const svg = canvas(place, width, height, `Ranges of the weight scales of ${part.length} layers`);
      axis(svg, d3.axisTop(x).ticks(6, "~s").tickSize(-(height - top)), 0, top).call((g) => g.select(".domain").remove());
      const row = svg.selectAll(".row").data(part).join("g")
        .attr("transform", (bar, i) => `translate(0,${top + i * step})`);
      row.append("text").attr("class", "name").attr("x", left - 8).attr("y", step / 2 + 4)
        .attr("text-anchor", "end").text((bar) => shortened(bar.layer, 30));
      row.append("line").attr("class", "span")
        .attr("x1", (bar) => x(bar.least)).attr("x2", (bar) => x(bar.largest))
        .attr("y1", step / 2).attr("y2", step / 2);
      row.append("circle").attr("class", "dot").attr("r", 3.5)
        .attr("cx", (bar) => x(bar.median)).attr("cy", step / 2);
      row.append("title").text((bar) =>
        `${bar.layer}: ${number(bar.least)} to ${number(bar.largest)}, median ${number(bar.median)}`);
    }
  }

  /** Moves of thresholds over the number of samples. */
  function convergence(place) {
    const width = 640, height = 200, left = 46, right = 16, top = 8, bottom = 34;
    const steps = data.convergence;
    const x = d3.scaleLinear([0, d3.max(steps, (step) => step.samples)], [left, width - right]).nice();
    const y = d3.scaleLinear([0, d3.max(steps, (step) => step.largestMove) || 1], [height - bottom, top]).nice();
    const svg = canvas(place, width, height,
      `Largest move of a threshold: ${percent(steps[steps.length - 1].largestMove)} at ${steps[steps.length - 1].samples} samples`);
    axis(svg, d3.axisLeft(y).ticks(4, "~%").tickSize(-(width - left - right)), left, 0).call((g) => g.select(".domain").remove());
    axis(svg, d3.axisBottom(x).ticks(6), 0, height - bottom);
    svg.append("path").attr("class", "curve")
      .attr("d", d3.line((step) => x(step.samples), (step) => y(step.largestMove))(steps));
    svg.selectAll(".dot").data(steps).join("circle").attr("class", "dot").attr("r", 3)
      .attr("cx", (step) => x(step.samples)).attr("cy", (step) => y(step.largestMove));
    svg.append("text").attr("x", width - right).attr("y", height - 4).attr("text-anchor", "end").text("samples");
  }

  /** Numbers that JSON has no form for are texts in it. */
  function finite(value) {
    return value === null || !Number.isFinite(Number(value)) ? 0 : Number(value);
  }

  function percent(value) {
    return d3.format(".2~%")(finite(value));
  }

  /** Room for the names on the left of bars. */
  function margin(bars) {
    return 16 + 6.6 * Math.min(30, d3.max(bars, (bar) => bar.layer.length));
  }

  function shortened(text, most) {
    return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
  }

  /** Makes the heads of a table buttons that sort it. */
  function sortable(table) {
    table.querySelectorAll("th[data-sort]").forEach((head) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, head));
    });
  }

  function sort(table, head) {
    const column = head.cellIndex;
    const numeric = head.dataset.sort === "number";
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const body = table.tBodies[0];
    const key = (row) => numeric ? Number(row.cells[column].dataset.value) : row.cells[column].textContent;
    const order = (a, b) => numeric
      ? (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0) || a - b
      : a.localeCompare(b, undefined, { numeric: true });
    const rows = [...body.rows].sort((a, b) => order(key(a), key(b)) * (ascending ? 1 : -1));
    body.append(...rows);
  }

  /** The theme is the system's until somebody picks one. */
  function theme() {
    const button = document.getElementById("theme");
    const root = document.documentElement;
    const system = matchMedia("(prefers-color-scheme: dark)");
    const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
    const show = () => { button.textContent = isDark() ? "Light" : "Dark"; };
    button.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; show(); });
    system.addEventListener("change", show);
    button.hidden = false;
    show();
  }

  /** Small images are enlarged, wide ones get wider cards. */
  function pictures() {
    document.querySelectorAll(".picture img").forEach((image) => {
      const fit = () => {
        image.classList.toggle("tiny", image.naturalWidth < 112 && image.naturalHeight < 112);
        if (image.naturalWidth > 3 * image.naturalHeight) {
          image.closest(".samples").classList.add("wide");
        }
      };
      image.complete ? fit() : image.addEventListener("load", fit);
    });
  }

  const charts = { blob, errors, weights, convergence };
  document.querySelectorAll("[data-chart]").forEach((place) => charts[place.dataset.chart](place));
  document.querySelectorAll("table.sortable").forEach(sortable);
  pictures();
  theme();
})();
