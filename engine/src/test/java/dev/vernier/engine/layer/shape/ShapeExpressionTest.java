package dev.vernier.engine.layer.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Mat;
import dev.vernier.engine.io.ParamDict;
import dev.vernier.engine.io.ParamFormatException;
import dev.vernier.engine.layer.LayerSpec;
import dev.vernier.engine.layer.StringParam;
import java.io.Serializable;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShapeExpressionTest {
  private static final StringParam EXPR = StringParam.of(6, "expr");
  private static final String AT = "net.param line 9: layer \"r\" (Reshape): expr ";

  private static ShapeExpression expression(String text) {
    TreeMap<Integer, Serializable> params = new TreeMap<>();
    params.put(6, text);
    return ShapeExpression.of(
        EXPR,
        new LayerSpec(
            "Reshape",
            "r",
            List.of("a", "b"),
            List.of("c"),
            new ParamDict(params),
            "net.param line 9"));
  }

  private static int[] evaluate(String text) {
    Mat first = Mat.create(Mat.Type.INT8, 7, 5, 3, 2);
    Mat second = Mat.create(Mat.Type.FLOAT32, 11);
    return expression(text).evaluate(new Mat[] {first, second});
  }

  @ParameterizedTest
  @CsvSource({
    "0w, 7",
    "0h, 5",
    "0d, 3",
    "0c, 2",
    "0n, 1",
    "1w, 11",
    "1h, 1",
    "'+(0w,1w)', 18",
    "'-(0w,1w)', -4",
    "'*(0w,0h)', 35",
    "'//(-7,2)', -3",
    "'//(0w,2.5)', 2",
    "'//(-7,2.0)', -3",
    "'//(-7.5,2)', -4",
    "'/(0w,2)', 3",
    "'ceil(/(0w,2))', 4",
    "'floor(-2.5)', -3",
    "'round(-2.5)', -3",
    "'round(2.4)', 2",
    "'trunc(-2.7)', -2",
    "'neg(0w)', -7",
    "'abs(-3)', 3",
    "'abs(-3.9)', 3",
    "'sign(-0.5)', -1",
    "'square(0h)', 25",
    "'max(3,4)', 4",
    "'min(3,4.5)', 3",
    "'and(6,3)', 2",
    "'or(6,3)', 7",
    "'xor(6,3)', 5",
    "'lshift(3,4)', 48",
    "'rshift(-8,1)', -4",
    "'pow(2,10)', 1024",
    "'fmod(-7,3)', -1",
    "'remainder(-7,3)', 2",
    "'*(1000,reciprocal(8))', 125",
    "'*(1000,rsqrt(16))', 250",
    "'sqrt(49)', 7",
    "'round(*(1e4,erf(0.5)))', 5205",
    "'round(*(1e4,erf(-9)))', -10000",
    "'round(*(1e4,logaddexp(1,2)))', 23133",
    "'round(*(1e4,atan2(1,-1)))', 23562",
    "'round(*(1e4,log(10)))', 23026",
    "'log10(1000)', 3",
    "'round(exp(2))', 7",
    "'round(*(1e4,acosh(2)))', 13170",
    "'round(*(1e4,asinh(-2)))', -14436",
    "'round(*(1e4,atanh(0.5)))', 5493",
    "'round(*(1e4,tan(1)))', 15574",
    "'round(*(1e4,cosh(1)))', 15431",
    "'round(*(1e4,sinh(1)))', 11752",
    "'round(*(1e4,tanh(1)))', 7616",
    "'round(*(1e4,sin(1)))', 8415",
    "'round(*(1e4,cos(1)))', 5403",
    "'round(*(1e4,asin(1)))', 15708",
    "'round(*(1e4,acos(0)))', 15708",
    "'round(*(1e4,atan(1)))', 7854",
    "'floor(*(0h,0.3))', 1",
    "'-233', -233",
    "'+3', 3"
  })
  void computesOneTerm(String text, int expected) {
    assertThat(evaluate(text)).containsExactly(expected);
  }

  @Test
  void computesAList() {
    assertThat(evaluate("*(0w,2), //(0h,2) ,-1")).containsExactly(14, 2, -1);
    assertThat(expression("*(0w,2),//(0h,2),-1").terms()).isEqualTo(3);
  }

  @Test
  void anEmptyTextIsNoExpression() {
    assertThat(expression("")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'*(0w,foo)', '\"foo\" is neither a number, nor a size such as 0w, nor a function'",
    "'0x', '\"0x\" is neither a number, nor a size such as 0w, nor a function'",
    "'3000000000', '\"3000000000\" is neither a number, nor a size such as 0w, nor a function'",
    "'2w', '2w names bottom 2 of 2'",
    "'*(0w)', '* has 1 operands, must have 2'",
    "'neg()', 'neg has 0 operands, must have 1'"
  })
  void rejectsWhatItCannotRead(String text, String problem) {
    assertThatThrownBy(() -> expression(text))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "is \"" + text + "\": " + problem);
  }

  @Test
  void rejectsNoTerms() {
    assertThatThrownBy(() -> expression("(,)"))
        .isInstanceOf(ParamFormatException.class)
        .hasMessage(AT + "is \"(,)\", must hold at least one term");
  }

  @ParameterizedTest
  @CsvSource({
    "'//(0w,-(0w,7))', '7 is divided by zero'",
    "'/(0w,0)', 'a value is Infinity'",
    "'sqrt(-1)', 'a value is NaN'",
    "'*(65536,65536)', 'integer overflow'",
    "'lshift(1,31)', 'integer overflow'",
    "'lshift(1,32)', 'lshift by 32, must be 0 to 31'",
    "'and(1,2.5)', 'and needs whole numbers'",
    "'*(3e9,2)', '6.0E9 passes 32 bits'",
    "'round(3e9)', '3.0E9 passes 32 bits'"
  })
  void rejectsWhatHasNoValue(String text, String problem) {
    assertThatThrownBy(() -> evaluate(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(AT + "\"" + text + "\": " + problem);
  }

  @Test
  void deepNestingNeedsNoStack() {
    int depth = 100_000;
    assertThat(evaluate("neg(".repeat(depth) + "0w" + ")".repeat(depth))).containsExactly(7);
  }
}
