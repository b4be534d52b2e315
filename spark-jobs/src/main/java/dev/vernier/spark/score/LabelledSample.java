package dev.vernier.spark.score;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import dev.vernier.spark.source.EncodedSample;
import java.io.Serializable;

/**
 * A sample and the right answer.
 *
 * @param sample what the net sees
 * @param label the right answer as its source has it, null where it is not known
 */
@DefaultSerializer(JavaSerializer.class) // Kryo cannot write records
public record LabelledSample(EncodedSample sample, String label) implements Serializable {}
