package dev.vernier.engine.layer;

import dev.vernier.engine.kernel.Kernels;
import java.io.Serializable;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What kernels derive from a layer's weights (packed panels and the like), made on first use, once
 * for each kernel provider, and left out when the net is serialised. Thread-safe.
 *
 * @param <T> the prepared form
 */
public final class Prepared<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private record Entry(Kernels kernels, Object value) {}

  private transient volatile Entry[] entries;

  /** The prepared form for these kernels; {@code make} runs at most once for each provider. */
  public T get(Kernels kernels, Function<Kernels, T> make) {
    return get(kernels, make, Function::apply);
  }

  /**
   * The same by a function that captures nothing, and so is no garbage.
   *
   * @param layer what it is made of
   */
  public <L> T get(Kernels kernels, L layer, BiFunction<L, Kernels, T> make) {
    Entry found = find(kernels);
    if (found == null) {
      synchronized (this) {
        found = find(kernels);
        if (found == null) {
          found = new Entry(kernels, make.apply(layer, kernels));
          Entry[] old = entries == null ? new Entry[0] : entries;
          Entry[] grown = Arrays.copyOf(old, old.length + 1);
          grown[old.length] = found;
          entries = grown;
        }
      }
    }
    @SuppressWarnings("unchecked")
    T value = (T) found.value();
    return value;
  }

  private Entry find(Kernels kernels) {
    Entry[] current = entries;
    if (current != null) {
      for (Entry entry : current) {
        if (entry.kernels() == kernels) {
          return entry;
        }
      }
    }
    return null;
  }
}
