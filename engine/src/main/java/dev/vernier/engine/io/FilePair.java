package dev.vernier.engine.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes two files that belong together: both, or, as far as a file system lets one, neither. */
final class FilePair {

  /** Writes a file's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private FilePair() {}

  static void write(Path first, Content firstContent, Path second, Content secondContent)
      throws IOException {
    Path firstMade = null;
    Path secondMade = null;
    try {
      firstMade = make(first, firstContent);
      secondMade = make(second, secondContent);
      replace(first, firstMade, second, secondMade);
    } finally {
      delete(firstMade);
      delete(secondMade);
    }
  }

  /** Writes the content beside the file that it is for: a rename does not leave the disk. */
  private static Path make(Path file, Content content) throws IOException {
    Path made = beside(file, ".part");
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(made, StandardOpenOption.CREATE_NEW))) {
      content.writeTo(out);
      return made;
    } catch (IOException | RuntimeException | Error failure) {
      delete(made);
      throw failure;
    }
  }

  private static void replace(Path first, Path firstMade, Path second, Path secondMade)
      throws IOException {
    Path kept = null;
    try {
      if (Files.exists(first)) {
        Path place = beside(first, ".old");
        Files.copy(first, place, StandardCopyOption.COPY_ATTRIBUTES);
        kept = place;
      }
      rename(firstMade, first);
      try {
        rename(secondMade, second);
      } catch (IOException | RuntimeException failure) {
        restore(first, kept, failure);
        throw failure;
      }
    } finally {
      delete(kept);
    }
  }

  private static void restore(Path file, Path kept, Exception failure) {
    try {
      if (kept == null) {
        Files.delete(file);
      } else {
        rename(kept, file);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** A new name: a temporary file of the JDK's would be for its owner's eyes only. */
  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ending);
  }

  private static void delete(Path file) throws IOException {
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
