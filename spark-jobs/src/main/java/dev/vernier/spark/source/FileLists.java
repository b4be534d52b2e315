package dev.vernier.spark.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.vernier.spark.JobException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;

/** Paths of sample files: from a folder, a glob or a list. */
final class FileLists {

  /** What lies beside images without being a sample; anything else that fails is a bad record. */
  private static final Set<String> NOT_SAMPLES =
      Set.of("txt", "list", "tsv", "csv", "json", "md", "xml", "yaml", "yml", "html");

  private FileLists() {}

  /**
   * What a path or a glob stands for, hidden files aside; a path that exists as it is written is
   * never a glob.
   *
   * @throws JobException if there is nothing, or it cannot be listed
   */
  static List<FileStatus> resolve(Configuration configuration, String path) {
    try {
      Path pattern = HadoopFiles.path(path);
      FileSystem system = HadoopFiles.system(configuration, pattern);
      if (system.exists(pattern)) {
        return List.of(system.getFileStatus(pattern));
      }
      FileStatus[] matches = system.globStatus(pattern, file -> !isHidden(file.getName()));
      if (matches == null || matches.length == 0) {
        throw new JobException("input " + path + ": no such file, folder or glob match");
      }
      return List.of(matches);
    } catch (IOException e) {
      throw new JobException("input " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * The files that a path, folder or glob stands for, in name order. Folders are searched to any
   * depth; hidden files (a name that starts with {@code .} or {@code _}) and text files in them are
   * passed over.
   */
  static List<String> files(Configuration configuration, String path) {
    List<String> files = new ArrayList<>();
    try {
      for (FileStatus match : resolve(configuration, path)) {
        if (match.isFile()) {
          files.add(match.getPath().toString());
        } else {
          addFolder(configuration, match.getPath(), files);
        }
      }
    } catch (IOException e) {
      throw new JobException("input " + path + ": " + e.getMessage(), e);
    }
    files.sort(null);
    return files;
  }

  private static void addFolder(Configuration configuration, Path folder, List<String> files)
      throws IOException {
    FileSystem system = HadoopFiles.system(configuration, folder);
    int prefix = folder.toUri().getPath().length();
    if (system instanceof RawLocalFileSystem) {
      addLocal(system, folder, prefix, files);
      return;
    }
    RemoteIterator<LocatedFileStatus> below = system.listFiles(folder, true);
    while (below.hasNext()) {
      addSample(below.next().getPath(), prefix, files);
    }
  }

  /**
   * Searches a local folder. Listing it with the places of its files, as others are, would ask for
   * the owner of each, and for that Hadoop starts a process a file: 50 ms.
   */
  private static void addLocal(FileSystem system, Path folder, int prefix, List<String> files)
      throws IOException {
    for (FileStatus entry : system.listStatus(folder)) {
      if (entry.isDirectory()) {
        addLocal(system, entry.getPath(), prefix, files);
      } else {
        addSample(entry.getPath(), prefix, files);
      }
    }
  }

  private static void addSample(Path file, int prefix, List<String> files) {
    if (isSample(file.toUri().getPath().substring(prefix))) {
      files.add(file.toString());
    }
  }

  private static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  private static boolean isSample(String relative) {
    for (String part : relative.split("/")) {
      if (isHidden(part)) {
        return false;
      }
    }
    int dot = relative.lastIndexOf('.');
    return dot < relative.lastIndexOf('/')
        || !NOT_SAMPLES.contains(relative.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * The paths in a list file, in its order: a path a line, relative to the list's folder, blank
   * lines passed over. What a line names need not exist: that is a bad record later on.
   *
   * @param absolutePaths whether an absolute path or a URI may lie outside the list's folder
   * @throws JobException if the list cannot be read, or a line names what it may not
   */
  static List<String> list(Configuration configuration, String list, boolean absolutePaths) {
    try {
      Path named = HadoopFiles.path(list);
      Path folder = named.getFileSystem(configuration).makeQualified(named).getParent();
      String[] lines = new String(HadoopFiles.read(configuration, list), UTF_8).split("\\R");
      List<String> files = new ArrayList<>();
      for (int i = 0; i < lines.length; i++) {
        String line = lines[i].strip();
        if (!line.isEmpty()) {
          files.add(listed(configuration, folder, line, list + " line " + (i + 1), absolutePaths));
        }
      }
      return files;
    } catch (IOException e) {
      throw new JobException("input " + list + ": " + e.getMessage(), e);
    }
  }

  private static String listed(
      Configuration configuration, Path folder, String line, String where, boolean absolutePaths) {
    Path entry;
    Path file;
    try {
      entry = new Path(line);
      file = new Path(folder, entry);
      file = file.getFileSystem(configuration).makeQualified(file);
    } catch (IllegalArgumentException | IOException e) {
      // Left as it is written: no file system takes it, and reading it gives the reason.
      return line;
    }
    if (!isBelow(folder, file) && !(absolutePaths && entry.isAbsolute())) {
      throw new JobException(
          where
              + ": \""
              + line
              + "\" lies outside the list's folder "
              + folder
              + (entry.isAbsolute()
                  ? "; --absolute-paths allows it"
                  : "; name it by its absolute path and give --absolute-paths"));
    }
    return file.toString();
  }

  private static boolean isBelow(Path folder, Path file) {
    String outer = folder.toString();
    return file.toString().startsWith(outer.endsWith("/") ? outer : outer + "/");
  }
}
