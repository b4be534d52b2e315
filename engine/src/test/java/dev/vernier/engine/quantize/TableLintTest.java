package dev.vernier.engine.quantize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Net;
import dev.vernier.engine.layer.OneLayerNet;
import dev.vernier.engine.quant.CalibrationTable;
import dev.vernier.engine.quant.CalibrationTable.BadScales;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The net has one layer, {@code layer}, with weights 1, 2 and 0, 0. */
class TableLintTest {

  private static List<String> faults(Net net, String table) {
    return TableLint.check(net, CalibrationTable.parse(table, "t", BadScales.KEEP)).stream()
        .map(TableFault::toString)
        .toList();
  }

  private static Net connected() {
    return OneLayerNet.of("InnerProduct", "0=2 2=4").weights(1, 2, 0, 0).net();
  }

  @Test
  void passesATableThatFits() {
    assertThat(faults(connected(), "layer_param_0 63.5 1.0\nlayer 12.7\n")).isEmpty();
    assertThat(faults(connected(), "")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "layer_param_0 nan 1.0 | scale 0 of weight 0 is nan",
        "layer_param_0 1.0 0.0 | scale 1 of weight 0 is 0.000000",
        "layer_param_0 -2.0 1.0 | scale 0 of weight 0 is -2.000000",
        "layer_param_0 inf 1.0 | scale 0 of weight 0 is inf"
      })
  void namesScalesThatScaleNothing(String line, String problem) {
    assertThat(faults(connected(), "layer 12.7\n" + line + "\n"))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("error line 2: layer \"layer\": ")
        .contains(problem);
  }

  @Test
  void passesInfiniteScalesOfChannelsWithoutWeightsWithAWarning() {
    assertThat(faults(connected(), "layer_param_0 63.5 inf\nlayer 12.7\n"))
        .containsExactly(
            "warning line 1: layer \"layer\": 1 weight scales are inf, of channels whose weights"
                + " are all zero: taken as 1");
  }

  @Test
  void namesLayersThatTakeNoScales() {
    assertThat(faults(connected(), "\nlayr 1.0\n"))
        .containsExactly("error line 2: layer \"layr\": the net has no such layer");
    assertThat(faults(OneLayerNet.of("ReLU", "").net(), "layer 1.0\nlayer_param_0 1.0\n"))
        .containsExactly(
            "error line 1: layer \"layer\": is a ReLU, which takes no scale of its input",
            "error line 2: layer \"layer\": is a ReLU, which takes no weight scales");
  }

  @Test
  void namesAWrongNumberOfScales() {
    assertThat(faults(connected(), "layer_param_0 1.0\nlayer 1.0\nlayer_param_1 1.0\n"))
        .containsExactly(
            "error line 1: layer \"layer\": has 1 weight scales, must have 2",
            "error line 3: layer \"layer\": weight 1 of a InnerProduct, which has 1");
  }

  @Test
  void namesTheLineThatIsMissing() {
    assertThat(faults(connected(), "layer 1.0\n"))
        .containsExactly(
            "error line 1: layer \"layer\": its other line, \"layer_param_0\", is missing");
    assertThat(faults(connected(), "layer_param_0 1.0 1.0\n"))
        .containsExactly("error line 1: layer \"layer\": its other line, \"layer\", is missing");
  }
}
