package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.kernel.Scratch;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTeamTest {

  @ParameterizedTest
  @CsvSource({"1, 5", "3, 0", "3, 1", "3, 2", "3, 100", "8, 1000"})
  void runsEveryPartOnce(int threads, int parts) {
    AtomicIntegerArray runs = new AtomicIntegerArray(parts + 1);
    new ThreadTeam(threads).split(parts, (index, scratch) -> runs.incrementAndGet(index));
    for (int i = 0; i < parts; i++) {
      assertThat(runs.get(i)).as("part %d", i).isEqualTo(1);
    }
  }

  @Test
  void worksOnAllThreadsAtOnceEachWithItsOwnMemory() {
    CyclicBarrier together = new CyclicBarrier(4);
    Set<Scratch> scratches = ConcurrentHashMap.newKeySet();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    new ThreadTeam(4)
        .split(
            4,
            (index, scratch) -> {
              try {
                together.await(30, TimeUnit.SECONDS);
              } catch (Exception e) {
                throw new IllegalStateException("four parts never ran at the same time", e);
              }
              scratches.add(scratch);
              threads.add(Thread.currentThread());
            });
    assertThat(scratches).hasSize(4);
    assertThat(threads).hasSize(4);
  }

  @Test
  void throwsWhatAPartThrewAndStaysUsable() {
    ThreadTeam team = new ThreadTeam(2);
    assertThatThrownBy(
            () ->
                team.split(
                    10,
                    (index, scratch) -> {
                      if (index == 7) {
                        throw new IllegalStateException("part 7");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("part 7");
    runsEveryPartOnce(2, 10);
  }

  @Test
  void helpersThatWaitForMoreAndThoseThatWentToSleepBothComeBack() {
    ThreadTeam team = new ThreadTeam(3);
    Random random = new Random(1);
    AtomicIntegerArray runs = new AtomicIntegerArray(3);
    int splits = 2000;
    for (int i = 0; i < splits; i++) {
      team.split(3, (index, scratch) -> runs.incrementAndGet(index));
      // Around the time after which a helper gives up.
      LockSupport.parkNanos(random.nextLong(2 * TeamHelper.SPIN_NANOS));
    }
    for (int part = 0; part < 3; part++) {
      assertThat(runs.get(part)).as("part %d", part).isEqualTo(splits);
    }
  }
}
