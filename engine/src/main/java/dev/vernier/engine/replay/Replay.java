package dev.vernier.engine.replay;

import dev.vernier.engine.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** Replays a zip of recorded cases, of layers or of pixels as its contents show. */
public final class Replay {

  private Replay() {}

  /**
   * Runs every case of the zip; a case that cannot be read or run is a failure of that case.
   *
   * @throws IOException if the zip cannot be read or holds no case
   * @throws RuntimeException if the provider's kernels are not available
   */
  public static ReplayResult run(Path zip, KernelProvider kernels) throws IOException {
    boolean pixels;
    try (ZipFile file = new ZipFile(zip.toFile())) {
      pixels = file.getEntry(PixelReplay.INDEX) != null;
    }
    return pixels ? PixelReplay.run(zip) : LayerReplay.run(zip, kernels);
  }
}
