package dev.vernier.spark.broadcast;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.util.AccumulatorV2;

/**
 * How often each JVM has loaded the net. Merging takes the largest number of a JVM, so that a task
 * that is retried or speculated changes nothing.
 */
final class NetLoads extends AccumulatorV2<Map.Entry<String, Integer>, Map<String, Integer>> {
  private static final long serialVersionUID = 1L;

  private final TreeMap<String, Integer> loads = new TreeMap<>();

  @Override
  public synchronized boolean isZero() {
    return loads.isEmpty();
  }

  @Override
  public synchronized AccumulatorV2<Map.Entry<String, Integer>, Map<String, Integer>> copy() {
    NetLoads copy = new NetLoads();
    copy.loads.putAll(loads);
    return copy;
  }

  @Override
  public synchronized void reset() {
    loads.clear();
  }

  @Override
  public synchronized void add(Map.Entry<String, Integer> load) {
    loads.merge(load.getKey(), load.getValue(), Math::max);
  }

  @Override
  public void merge(AccumulatorV2<Map.Entry<String, Integer>, Map<String, Integer>> other) {
    other.value().entrySet().forEach(this::add);
  }

  @Override
  public synchronized Map<String, Integer> value() {
    return Map.copyOf(loads);
  }
}
