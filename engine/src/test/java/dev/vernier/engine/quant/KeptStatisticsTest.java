package dev.vernier.engine.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.ColumnProduct;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.layer.Quantizable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Statistics that are written, read, and added to. */
class KeptStatisticsTest {
  private static final ColumnProduct ROWS =
      ((Quantizable) OneLayerNet.of("InnerProduct", "0=1 2=2").weights(1, 1).layer())
          .columnProduct();

  @Test
  void columnsChosenForFewerSamplesServeMore() throws IOException {
    ColumnSample whole = new ColumnSample("fc", 2, 60);
    ColumnSample early = new ColumnSample("fc", 2, 20);
    ColumnSample late = new ColumnSample("fc", 2, 60);
    for (int i = 0; i < 60; i++) {
      float[] values = new float[1000];
      for (int k = 0; k < values.length; k++) {
        values[k] = 1000 * i + k;
      }
      Mat rows = Mat.wrap(values, 2, 2, 500, 1, 1);
      whole.add(ROWS, rows, i);
      (i < 20 ? early : late).add(ROWS, rows, i);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    early.write(new DataOutputStream(bytes));
    ColumnSample read =
        ColumnSample.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(read.columns()).isEqualTo(early.columns());
    assertThat(read.within(60).merge(late).columns()).isEqualTo(whole.columns());
    assertThatThrownBy(() -> late.within(59))
        .hasMessage("columns were chosen for 60 samples and do not serve 59");
  }

  @Test
  void runningHistogramsAreWrittenBitForBit() throws IOException {
    for (float[] data : new float[][] {{}, {0, 0}, {1, -2.5f, 1e-3f}, {Float.NaN, 3e38f, 0.5f}}) {
      RunningHistogram histogram = new RunningHistogram();
      histogram.add(data, 0, data.length, KernelProvider.SCALAR.kernels().statistics());
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      histogram.write(new DataOutputStream(bytes));
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));

      assertThat(RunningHistogram.read(in)).as(Arrays.toString(data)).isEqualTo(histogram);
    }
  }

  @Test
  void countsThatCannotBeAreRefused() {
    byte[] range = new byte[40];
    range[39] = 127;
    range[36] = 1;
    assertThatThrownBy(
            () -> RunningHistogram.read(new DataInputStream(new ByteArrayInputStream(range))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is none that calibration makes");
  }

  @Test
  void aHistogramGoesIntoALargerRange() {
    Histogram narrow = Histogram.of(4, new long[] {4, 8, 12, 16});

    assertThat(narrow.over(8).counts()).containsExactly(12, 28, 0, 0);
    // Bins of 1.5: what an edge cuts is divided.
    assertThat(narrow.over(6).counts()).containsExactly(8, 16, 16, 0);
    assertThat(narrow.over(4)).isEqualTo(narrow);
    assertThat(Histogram.of(0, new long[4]).over(3)).isEqualTo(new Histogram(3, 4));
    assertThatThrownBy(() -> narrow.over(3))
        .hasMessage("a histogram over [0, 4.0] does not fit into [0, 3.0]");
  }
}
