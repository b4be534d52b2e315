package dev.vernier.spark.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.quant.AbsMax;
import dev.vernier.engine.quant.BlobStatistics;
import dev.vernier.engine.quant.CalibrationMethod;
import dev.vernier.engine.quant.ColumnSample;
import dev.vernier.engine.quant.Histogram;
import dev.vernier.engine.quant.LayerScales;
import dev.vernier.engine.quant.Threshold;
import dev.vernier.spark.source.BadRecordTally;
import dev.vernier.spark.source.EncodedSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.Test;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** What calibration sends between JVMs, under {@code spark.serializer} Kryo. */
class KryoTest {
  private final SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();

  @Test
  void statisticsOfAPassArrive() {
    Histogram histogram = new Histogram(4f);
    ColumnSample sample = new ColumnSample("fc", 3, 10);
    PassResult<TapStatistics> sent =
        new PassResult<>(List.of(new TapStatistics(histogram, new ArrayList<>(List.of(sample)))));
    sent.countSample();
    sent.countBad("a.png", "broken");

    PassResult<TapStatistics> received = sent(sent);

    assertThat(received.samples()).isEqualTo(1);
    assertThat(received.bad().first()).isEqualTo(sent.bad().first());
    assertThat(received.statistics().get(0).histogram().counts()).isEqualTo(histogram.counts());
  }

  @Test
  void layersAndTheirScalesArrive() {
    ColumnSample columns = new ColumnSample("fc", 3, 10);
    LayerStatistics layer =
        new LayerStatistics(
            1, "fc", "InnerProduct", "x", BlobStatistics.of(new AbsMax()), null, columns);

    assertThat(sent(layer).columns().inputs()).isEqualTo(3);
    assertThat(sent(layer).name()).isEqualTo("fc");
    LayerScales scales =
        new LayerScales(
            CalibrationMethod.KL,
            new Threshold(2, 63.5f, 7, 0.5f, false),
            new float[] {3},
            Map.of(CalibrationMethod.KL, 20.0));
    assertThat(sent(new OutputSearchTask.Found(scales)).scales().weightScales()).containsExactly(3);
  }

  @Test
  void samplesArrive() {
    EncodedSample sample = new EncodedSample("a.png", List.of(new byte[] {1, 2}), null);

    assertThat(sent(sample).name()).isEqualTo("a.png");
    assertThat(sent(sample).contents().get(0)).containsExactly(1, 2);
  }

  @Test
  void partsArrive() {
    Part part = Part.of(new long[] {-3, 5});
    BadRecordTally bad = new BadRecordTally();
    bad.add("a.png", "broken");
    PartSummary summary = new PartSummary(part, 1, bad, new ArrayList<>(List.of(new AbsMax())));

    assertThat(sent(summary).part().id()).isEqualTo(part.id());
    assertThat(sent(summary).part().keys()).containsExactly(-3, 5);
    assertThat(sent(summary).bad().first()).isEqualTo(bad.first());
    EncodedSample sample = new EncodedSample("a.png", List.of(new byte[] {1, 2}), null);
    assertThat(sent(KeyedSample.of(sample)).key()).isEqualTo(KeyedSample.of(sample).key());
  }

  @SuppressWarnings("unchecked")
  private <T> T sent(T value) {
    ClassTag<T> tag = ClassTag$.MODULE$.apply(value.getClass());
    return kryo.deserialize(kryo.serialize(value, tag), tag);
  }
}
