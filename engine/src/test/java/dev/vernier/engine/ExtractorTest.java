package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractorTest {
  /** out = 2·(2x) + x, where the first half goes through two doublings. */
  private static final String NET =
      """
      7767517
      6 7
      Input data 0 1 data
      Split split 1 2 data left right
      Double d1 1 1 left twice
      Double d2 1 1 twice fourfold
      Sum sum 2 1 fourfold right out
      Double d3 1 1 out end
      """;

  @TempDir Path folder;
  private Net net;

  @BeforeEach
  void load() throws IOException {
    net = load(NET);
    TestLayers.RUNS.set(0);
  }

  private Net load(String text) throws IOException {
    Path param = Files.writeString(folder.resolve("net.param"), text);
    Path bin = Files.write(folder.resolve("net.bin"), new byte[0]);
    return Net.load(param, bin, TestLayers.registry());
  }

  private Extractor extractor(boolean lightMode) {
    return net.extractor(Option.defaults().withLightMode(lightMode));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void computesWhatIsAskedFor(boolean lightMode) {
    Extractor extractor = extractor(lightMode);
    Mat input = Mat.of(1, 2, 3);
    extractor.input("data", input);
    assertThat(values(extractor.extract("out"))).containsExactly(5, 10, 15);
    assertThat(input.floats()).as("the caller's mat").containsExactly(1, 2, 3);
  }

  @Test
  void runsOnlyTheLayersThatAreNeeded() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1));
    extractor.extract("twice");
    assertThat(TestLayers.RUNS).hasValue(2);
  }

  @Test
  void keepsEveryBlobOutsideLightMode() {
    Extractor extractor = extractor(false);
    extractor.input("data", Mat.of(1));
    extractor.extract("end");
    assertThat(values(extractor.extract("twice"))).containsExactly(2);
    assertThat(TestLayers.RUNS).hasValue(5);
  }

  @Test
  void computesAFreedBlobAgainInLightModeAndLeavesEarlierAnswersAlone() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1, 2));
    Mat out = extractor.extract("out");
    Mat twice = extractor.extract("twice");
    Mat end = extractor.extract("end");
    assertThat(values(twice)).containsExactly(2, 4);
    assertThat(values(out)).containsExactly(5, 10);
    assertThat(values(end)).containsExactly(10, 20);
  }

  @Test
  void extractsSeveralBlobsInOneRun() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1, 2));
    List<Mat> found = extractor.extract(List.of("fourfold", "twice", "data", "end"));
    assertThat(found)
        .extracting(ExtractorTest::values)
        .containsExactly(
            new float[] {4, 8}, new float[] {2, 4}, new float[] {1, 2}, new float[] {10, 20});
    assertThat(TestLayers.RUNS).hasValue(5);
  }

  @Test
  void startsInTheMiddleWhenABlobThereIsGiven() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1));
    extractor.input("twice", Mat.of(100));
    assertThat(values(extractor.extract("out"))).containsExactly(201);
    assertThat(values(extractor.extract("left"))).containsExactly(1);
  }

  @Test
  void clearForgetsWhatWasGiven() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1));
    extractor.input("twice", Mat.of(100));
    extractor.extract("out");
    extractor.clear();
    assertThatThrownBy(() -> extractor.extract("out"))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("\"data\"");
    extractor.input("data", Mat.of(1));
    assertThat(values(extractor.extract("out"))).containsExactly(5);
  }

  @Test
  void keepsAGivenBlobWhenItsProducerRunsForAnotherTop() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1));
    extractor.input("right", Mat.of(1000));
    assertThat(values(extractor.extract("out"))).containsExactly(1004);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void forgetsASampleWhenTheNextOneIsGiven(boolean lightMode) {
    Extractor extractor = extractor(lightMode);
    for (int sample = 1; sample <= 5; sample++) {
      // Lengths that differ, so that reused buffers are longer than their mats.
      float[] values = new float[6 - sample];
      Arrays.fill(values, sample);
      extractor.input("data", Mat.of(values));
      Mat out = extractor.extract("out");
      assertThat(out.size()).isEqualTo(values.length);
      assertThat(values(out)).containsOnly(5 * sample);
    }
  }

  @Test
  void reusesItsBuffersFromOneSampleToTheNext() {
    Extractor extractor = extractor(true);
    Set<Integer> arrays = new HashSet<>();
    for (int sample = 0; sample < 50; sample++) {
      extractor.input("data", Mat.of(1, 2, 3));
      arrays.add(System.identityHashCode(extractor.extract("end").floats()));
    }
    assertThat(arrays).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void takesAMatOfAnotherExtractor() {
    Extractor first = extractor(true);
    Extractor second = extractor(true);
    first.input("data", Mat.of(1));
    second.input("data", first.extract("out"));
    assertThat(values(second.extract("out"))).containsExactly(25);
    second.input("data", Mat.of(0));
    assertThat(values(first.extract("out"))).containsExactly(5);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsBlobsAsTheyAreMadeAndEachOnce(boolean lightMode) {
    Extractor extractor = extractor(lightMode);
    int[] blobs =
        Stream.of("end", "data", "twice", "out").mapToInt(b -> net.blob(b).index()).toArray();
    for (int sample = 1; sample <= 2; sample++) {
      extractor.input("data", Mat.of(sample));
      List<String> shown = new ArrayList<>();
      extractor.view(
          blobs, (blob, value) -> shown.add(net.blobs().get(blob).name() + value.floats()[0]));
      assertThat(shown)
          .containsExactly(
              "data" + 1f * sample,
              "twice" + 2f * sample,
              "out" + 5f * sample,
              "end" + 10f * sample);
    }
    assertThat(TestLayers.RUNS).hasValue(2 * 5);
    extractor.extract("fourfold");
    assertThat(TestLayers.RUNS).hasValue(lightMode ? 2 * 5 + 3 : 2 * 5);
  }

  @Test
  void keepsFewerBuffersForBlobsThatAreShownThanForThoseThatAreWanted() {
    int[] blobs = net.blobs().stream().mapToInt(Blob::index).toArray();
    Extractor shown = extractor(true);
    shown.input("data", Mat.of(1, 2));
    shown.view(blobs, (blob, value) -> {});
    Extractor wanted = extractor(true);
    wanted.input("data", Mat.of(1, 2));
    wanted.extract(blobs);
    assertThat(shown.bufferBytes()).isLessThan(wanted.bufferBytes());
  }

  @Test
  void forgetsASampleThatItsViewerRefused() {
    Extractor extractor = extractor(true);
    extractor.input("data", Mat.of(1));
    int[] blobs = {net.blob("twice").index()};
    assertThatThrownBy(
            () ->
                extractor.view(
                    blobs,
                    (blob, value) -> {
                      throw new IllegalStateException("seen enough");
                    }))
        .hasMessage("seen enough");
    assertThat(values(extractor.extract("out"))).containsExactly(5);
  }

  @Test
  void tellsItsObserverOfEveryLayer() {
    Extractor extractor = extractor(true);
    List<String> seen = new ArrayList<>();
    extractor.observe(
        (layer, bottoms, tops, nanos) ->
            seen.add(layer.spec().name() + " " + bottoms.length + " " + tops[0]));
    extractor.input("data", Mat.of(1));
    extractor.extract("out");
    assertThat(seen)
        .containsExactly(
            "split 1 (1) float32", "d1 1 (1) float32", "d2 1 (1) float32", "sum 2 (1) float32");
  }

  @Test
  void namesTheLayerWhoseBlobDoesNotFitTheHeap() throws IOException {
    net = load("7767517\n2 2\nInput in 0 1 in\nHuge huge 1 1 in out\n");
    Extractor extractor = extractor(true);
    extractor.input("in", Mat.of(1));
    assertThatThrownBy(() -> extractor.extract("out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "net.param line 4: layer \"huge\" (Huge):"
                + " cannot make a blob of 2147483647 x 1 x 1 x 1: ");
    assertThat(values(extractor.extract("in"))).containsExactly(1);
  }

  @Test
  void saysWhichInputIsMissing() {
    assertThatThrownBy(() -> extractor(true).extract("out"))
        .isInstanceOf(NetException.class)
        .hasMessage("net.param: blob \"data\" is an input that was not given");
  }

  @Test
  void suggestsNamesForAnUnknownBlob() {
    assertThatThrownBy(() -> extractor(true).extract("twise"))
        .isInstanceOf(NetException.class)
        .hasMessage("net.param: no blob \"twise\"; did you mean \"twice\"?");
  }

  @Test
  void runsInEightThreadsWithoutCrossTalk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        int seed = thread;
        wrong.add(threads.submit(() -> countWrong(seed)));
      }
      for (Future<Integer> count : wrong) {
        assertThat(count.get()).isZero();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private int countWrong(int seed) {
    Extractor extractor = extractor(true);
    int wrong = 0;
    for (int sample = 0; sample < 500; sample++) {
      float value = 1000 * seed + sample;
      extractor.input("data", Mat.of(value, value, value));
      for (float found : values(extractor.extract("out"))) {
        wrong += found == 5 * value ? 0 : 1;
      }
    }
    return wrong;
  }

  @Test
  void runsAfterTheNetHasTravelled() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(net);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      Extractor extractor = ((Net) in.readObject()).extractor();
      extractor.input("data", Mat.of(3));
      assertThat(values(extractor.extract("out"))).containsExactly(15);
    }
  }

  private static float[] values(Mat mat) {
    return mat.copy().floats();
  }
}
