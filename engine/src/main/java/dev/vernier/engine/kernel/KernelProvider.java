package dev.vernier.engine.kernel;

import dev.vernier.engine.kernel.scalar.ScalarKernels;
import org.slf4j.LoggerFactory;

/** Which implementation of the {@link Kernels} to use. */
public enum KernelProvider {
  /** Vector where its module is there, otherwise scalar with one warning. */
  AUTO {
    @Override
    public Kernels kernels() {
      return Detected.KERNELS;
    }
  },
  /** Plain Java: the specification. */
  SCALAR {
    @Override
    public Kernels kernels() {
      return ScalarKernels.INSTANCE;
    }
  },
  /** The Vector API; an error where its module is missing. */
  VECTOR {
    @Override
    public Kernels kernels() {
      if (!isModulePresent()) {
        throw new IllegalStateException(
            "vector kernels need the module " + MODULE + ", which this JVM does not have: " + HINT);
      }
      return Vector.KERNELS;
    }
  };

  private static final String MODULE = "jdk.incubator.vector";
  private static final String HINT = "start it with --add-modules=" + MODULE;

  /**
   * The kernels, the same instance on each call.
   *
   * @throws IllegalStateException if vector kernels are asked for and their module is missing
   */
  public abstract Kernels kernels();

  private static boolean isModulePresent() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** Loaded on first use, and by name, so that the engine runs in a JVM without the module. */
  private static final class Vector {
    static final Kernels KERNELS = load();

    private static Kernels load() {
      try {
        return (Kernels)
            Class.forName("dev.vernier.engine.kernel.vector.VectorKernels")
                .getField("INSTANCE")
                .get(null);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("vector kernels are missing from the class path", e);
      }
    }
  }

  private static final class Detected {
    static final Kernels KERNELS = detect();

    private static Kernels detect() {
      if (isModulePresent()) {
        return VECTOR.kernels();
      }
      LoggerFactory.getLogger(KernelProvider.class)
          .warn("module {} is missing, running the slow scalar kernels: {}", MODULE, HINT);
      return SCALAR.kernels();
    }
  }
}
