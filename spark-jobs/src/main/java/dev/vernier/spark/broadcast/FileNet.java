package dev.vernier.spark.broadcast;

import dev.vernier.engine.Net;
import dev.vernier.spark.JobException;
import dev.vernier.spark.config.NetOptions;
import dev.vernier.spark.source.HadoopFiles;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A net in the user's files, which are read again whenever it is asked for. */
final class FileNet implements NetContent {
  private final Configuration configuration;
  private final NetOptions files;
  private final byte[] param;
  private final String name;
  private final long size;
  private final String fingerprint;

  /**
   * Reads the files once, to know them again.
   *
   * @throws JobException if one cannot be read
   */
  FileNet(Configuration configuration, NetOptions files) {
    this.configuration = configuration;
    this.files = files;
    this.name = new Path(files.param()).getName();
    try {
      this.param = HadoopFiles.read(configuration, files.param());
    } catch (IOException e) {
      throw new JobException("cannot read --param " + files.param() + ": " + e.getMessage(), e);
    }
    try (InputStream bin = HadoopFiles.open(configuration, files.bin())) {
      NetDigest digest = new NetDigest(param);
      this.size = digest.through(bin).transferTo(OutputStream.nullOutputStream());
      this.fingerprint = digest.fingerprint();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  String fingerprint() {
    return fingerprint;
  }

  @Override
  public Net load() {
    try (InputStream bin = HadoopFiles.open(configuration, files.bin())) {
      NetDigest digest = new NetDigest(param);
      Net net = NetFiles.load(param, digest.through(bin), size, name);
      requireSame(digest);
      return net;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public void writeTo(DataOutputStream out) throws IOException {
    NetDigest digest = new NetDigest(param);
    try (InputStream bin = HadoopFiles.open(configuration, files.bin())) {
      SharedNet.writeFiles(out, name, param, digest.through(bin), size);
    }
    requireSame(digest);
  }

  private void requireSame(NetDigest digest) {
    if (!digest.fingerprint().equals(fingerprint)) {
      throw new JobException("--bin " + files.bin() + " has changed while the job was running");
    }
  }

  private JobException unreadable(IOException e) {
    return new JobException("cannot read --bin " + files.bin() + ": " + e.getMessage(), e);
  }
}
