package dev.vernier.engine.io;

import dev.vernier.engine.NetException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A file, or an entry of a zip or jar file written as {@code nets.zip!/folder/net.param}. The path
 * is good until this is closed.
 */
public final class ArchivePath implements Closeable {
  private static final String ENTRY_MARK = "!/";

  private final FileSystem archive;
  private final Path path;

  private ArchivePath(FileSystem archive, Path path) {
    this.archive = archive;
    this.path = path;
  }

  /**
   * Opens what a name stands for; a plain file need not exist.
   *
   * @throws NetException if the archive is not there or is none
   */
  public static ArchivePath open(String name) {
    int mark = mark(name);
    if (mark < 0) {
      return new ArchivePath(null, Path.of(name));
    }
    Path file = Path.of(name.substring(0, mark));
    try {
      FileSystem archive = FileSystems.newFileSystem(file);
      return new ArchivePath(archive, archive.getPath("/" + entry(name)));
    } catch (IOException | RuntimeException e) {
      throw new NetException(file + " cannot be read as an archive: " + e, e);
    }
  }

  /** The archive's own path where a name stands for an entry, else null. */
  public static String archive(String name) {
    int mark = mark(name);
    return mark < 0 ? null : name.substring(0, mark);
  }

  /** The entry's name, without a slash before it, where a name stands for an entry, else null. */
  public static String entry(String name) {
    int mark = mark(name);
    return mark < 0 ? null : name.substring(mark + ENTRY_MARK.length());
  }

  /** A folder's name may end in an exclamation mark too; an archive's ending tells. */
  private static int mark(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    int zip = lower.indexOf(".zip" + ENTRY_MARK);
    int jar = lower.indexOf(".jar" + ENTRY_MARK);
    int first = zip < 0 || (jar >= 0 && jar < zip) ? jar : zip;
    return first < 0 ? -1 : first + ".zip".length();
  }

  /** The path to read from. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (archive != null) {
      archive.close();
    }
  }
}
