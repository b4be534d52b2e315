package dev.vernier.spark.source;

import dev.vernier.engine.io.ArchivePath;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Whole files on any Hadoop file system; a path without a scheme is on the default one. */
public final class HadoopFiles {
  /** What an array can hold. */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 9;

  private HadoopFiles() {}

  /**
   * The file system of a path. Local files are used without Hadoop's {@code .crc} files: those turn
   * a file that somebody edits by hand into a read error.
   */
  static FileSystem system(Configuration configuration, Path path) throws IOException {
    FileSystem system = path.getFileSystem(configuration);
    return system instanceof LocalFileSystem local ? local.getRawFileSystem() : system;
  }

  /**
   * All bytes of a file, or of an entry of a zip or jar file: {@code nets.zip!/folder/net.param}.
   *
   * @throws IOException if it is missing, not a file, not readable, or 2 GiB or larger
   */
  public static byte[] read(Configuration configuration, String path) throws IOException {
    return ArchivePath.archive(path) == null
        ? readFile(configuration, path)
        : readEntry(configuration, ArchivePath.archive(path), ArchivePath.entry(path));
  }

  private static byte[] readEntry(Configuration configuration, String archive, String name)
      throws IOException {
    Path file = path(archive);
    try (ZipInputStream zip = new ZipInputStream(system(configuration, file).open(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().equals(name)) {
          byte[] bytes = zip.readNBytes(MOST_BYTES + 1);
          if (bytes.length > MOST_BYTES) {
            throw new IOException("has more than " + MOST_BYTES + " bytes in " + archive);
          }
          return bytes;
        }
      }
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException("no such archive");
    }
    throw new FileNotFoundException("no such entry in the archive");
  }

  private static byte[] readFile(Configuration configuration, String path) throws IOException {
    Path file = path(path);
    FileSystem system = system(configuration, file);
    FileStatus status = requireFile(system, file);
    if (status.getLen() > MOST_BYTES) {
      throw new IOException("has " + status.getLen() + " bytes, expected less than 2 GiB");
    }
    byte[] bytes = new byte[(int) status.getLen()];
    try (FSDataInputStream in = system.open(file)) {
      in.readFully(0, bytes);
    }
    return bytes;
  }

  /**
   * A file of any length, or an entry as {@link #read} takes them, to be closed by the caller.
   *
   * @throws IOException if it is missing, not a file or not readable
   */
  public static InputStream open(Configuration configuration, String path) throws IOException {
    if (ArchivePath.archive(path) != null) {
      return new ByteArrayInputStream(read(configuration, path));
    }
    Path file = path(path);
    FileSystem system = system(configuration, file);
    requireFile(system, file);
    return system.open(file);
  }

  private static FileStatus requireFile(FileSystem system, Path file) throws IOException {
    FileStatus status;
    try {
      status = system.getFileStatus(file);
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException("no such file");
    }
    if (status.isDirectory()) {
      throw new IOException("is a folder, expected a file");
    }
    return status;
  }

  /** Whether a file or folder exists. */
  public static boolean exists(Configuration configuration, String path) throws IOException {
    Path file = path(path);
    return system(configuration, file).exists(file);
  }

  /** Names of the files in a folder, in no order; none where there is no folder. */
  public static List<String> names(Configuration configuration, String path) throws IOException {
    Path folder = path(path);
    FileSystem system = system(configuration, folder);
    if (!system.exists(folder)) {
      return List.of();
    }
    return Arrays.stream(system.listStatus(folder)).map(file -> file.getPath().getName()).toList();
  }

  /** Removes a folder with all that is in it; does nothing where there is none. */
  public static void deleteFolder(Configuration configuration, String path) throws IOException {
    Path folder = path(path);
    system(configuration, folder).delete(folder, true);
  }

  /** Whether {@code path} is {@code folder} or lies below it, by their names. */
  public static boolean contains(Configuration configuration, String folder, String path)
      throws IOException {
    String outer = qualified(configuration, folder);
    String inner = qualified(configuration, path);
    return inner.equals(outer) || inner.startsWith(outer.endsWith("/") ? outer : outer + "/");
  }

  private static String qualified(Configuration configuration, String path) throws IOException {
    Path file = path(path);
    return file.getFileSystem(configuration).makeQualified(file).toString();
  }

  /**
   * Writes a file so that readers see the old one or the new one, never a part: under a temporary
   * name in the same folder, then renamed. Missing folders are made.
   *
   * @throws IOException if it cannot be written; nothing is left behind then
   */
  public static void writeAtomically(Configuration configuration, String path, byte[] bytes)
      throws IOException {
    writeAtomically(configuration, path, new ByteArrayInputStream(bytes));
  }

  /** The same of what a stream holds; it is read to its end and not closed. */
  public static void writeAtomically(Configuration configuration, String path, InputStream bytes)
      throws IOException {
    Path target = path(path);
    FileSystem system = system(configuration, target);
    target = system.makeQualified(target);
    if (system.exists(target) && system.getFileStatus(target).isDirectory()) {
      throw new IOException("is a folder, expected a file");
    }
    system.mkdirs(target.getParent());
    Path temporary = new Path(target.getParent(), "." + target.getName() + "." + UUID.randomUUID());
    try {
      try (FSDataOutputStream out = system.create(temporary, false)) {
        bytes.transferTo(out);
      }
      replace(configuration, system, temporary, target);
    } finally {
      // After the rename there is nothing under this name and delete does nothing.
      system.delete(temporary, false);
    }
  }

  private static void replace(
      Configuration configuration, FileSystem system, Path temporary, Path target)
      throws IOException {
    if (system instanceof RawLocalFileSystem) {
      if (!system.rename(temporary, target)) {
        throw new IOException("cannot be renamed from " + temporary.getName());
      }
      return;
    }
    try {
      FileContext.getFileContext(target.toUri(), configuration)
          .rename(temporary, target, Options.Rename.OVERWRITE);
    } catch (UnsupportedFileSystemException e) {
      // Some object stores have no such call; between these two steps there is no file at all.
      system.delete(target, false);
      if (!system.rename(temporary, target)) {
        throw new IOException("cannot be renamed from " + temporary.getName(), e);
      }
    }
  }

  /** A path, or an {@link IOException} where Hadoop's rules do not allow it. */
  static Path path(String path) throws IOException {
    try {
      return new Path(path);
    } catch (IllegalArgumentException e) {
      throw new IOException("is not a path that Hadoop can read: " + e.getMessage(), e);
    }
  }
}
