package dev.vernier.spark.tune;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.spark.score.NetScore;
import dev.vernier.spark.source.BadRecordTally;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** Scores of the fp32 net and of several forms of it over the same samples; mergeable. */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write the records within
final class TuneScores implements Serializable {
  private static final long serialVersionUID = 1L;

  private final NetScore real = new NetScore();
  private final ArrayList<NetScore> forms = new ArrayList<>();
  private final BadRecordTally bad = new BadRecordTally();

  TuneScores(int count) {
    for (int i = 0; i < count; i++) {
      forms.add(new NetScore());
    }
  }

  void countBad(String name, String reason) {
    bad.add(name, reason);
  }

  TuneScores merge(TuneScores other) {
    real.merge(other.real);
    for (int i = 0; i < forms.size(); i++) {
      forms.get(i).merge(other.forms.get(i));
    }
    bad.merge(other.bad);
    return this;
  }

  /** The fp32 net's. */
  NetScore real() {
    return real;
  }

  /** The forms', in their order. */
  List<NetScore> forms() {
    return forms;
  }

  BadRecordTally bad() {
    return bad;
  }
}
