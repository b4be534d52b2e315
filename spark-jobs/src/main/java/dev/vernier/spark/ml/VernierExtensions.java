package dev.vernier.spark.ml;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.ScalaUDF;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Nil$;
import scala.collection.immutable.Seq;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Makes {@link VernierFunctions} known to every session: {@code
 * spark.sql.extensions=dev.vernier.spark.ml.VernierExtensions}.
 */
public final class VernierExtensions extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {
  private static final String USAGE =
      "_FUNC_(model, sample) - The first output of the NcnnModel saved at the path model, as"
          + " array<float>.";

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(VernierFunctions.INFER),
            new ExpressionInfo(
                InferFunction.class.getName(), null, VernierFunctions.INFER, USAGE, ""),
            new Builder()));
    return BoxedUnit.UNIT;
  }

  /** Makes the expression of a call. */
  private static final class Builder extends AbstractFunction1<Seq<Expression>, Expression> {

    @Override
    @SuppressWarnings("unchecked")
    public Expression apply(Seq<Expression> arguments) {
      if (arguments.length() != 2) {
        throw new IllegalArgumentException(
            VernierFunctions.INFER
                + " has "
                + arguments.length()
                + " arguments, expected 2: model and sample");
      }
      return new ScalaUDF(
          new InferFunction(SparkSession.active().sparkContext().hadoopConfiguration()),
          InferFunction.TYPE,
          arguments,
          (Seq) Nil$.MODULE$,
          Option.empty(),
          Option.apply(VernierFunctions.INFER),
          true,
          true);
    }
  }
}
