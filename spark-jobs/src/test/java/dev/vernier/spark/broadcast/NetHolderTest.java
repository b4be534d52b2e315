package dev.vernier.spark.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.Net;
import dev.vernier.spark.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NetHolderTest {

  @Test
  void manyThreadsLoadANetOnce() throws Exception {
    AtomicInteger loaded = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Net>> nets = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      nets.add(
          threads.submit(
              () ->
                  NetHolder.get(
                      "many threads",
                      "one user",
                      () -> {
                        loaded.incrementAndGet();
                        return net();
                      })));
    }
    Net first = nets.get(0).get();
    for (Future<Net> net : nets) {
      assertThat(net.get()).isSameAs(first);
    }
    threads.shutdown();

    assertThat(loaded).hasValue(1);
    assertThat(NetHolder.loads("many threads")).isEqualTo(1);
    assertThat(NetHolder.loads("another net")).isZero();
  }

  @Test
  void theFingerprintTellsNetsApart() {
    byte[] one = {1};
    byte[] oneTwo = {1, 2};

    assertThat(BroadcastNet.fingerprint(oneTwo, one))
        .isEqualTo(BroadcastNet.fingerprint(oneTwo.clone(), one.clone()))
        .isNotEqualTo(BroadcastNet.fingerprint(one, oneTwo))
        .isNotEqualTo(BroadcastNet.fingerprint(new byte[] {1, 2, 1}, new byte[0]));
  }

  @Test
  void aRetriedTaskDoesNotAddLoads() {
    NetLoads total = new NetLoads();
    NetLoads task = new NetLoads();
    task.add(Map.entry("1", 1));
    total.merge(task);
    total.merge(task.copy());
    NetLoads other = new NetLoads();
    other.add(Map.entry("2", 1));
    total.merge(other);

    assertThat(total.value()).isEqualTo(Map.of("1", 1, "2", 1));
  }

  private static Net net() {
    try {
      return Net.load(
          Files.readAllBytes(Path.of(TestData.fmnistNet().param())),
          Files.readAllBytes(Path.of(TestData.fmnistNet().bin())),
          "fmnist.param");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
