package dev.vernier.spark.broadcast;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoSerializable;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.vernier.engine.Net;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The value of a net's broadcast. On the driver it holds nothing: what is sent is read from where
 * it lies while Spark cuts it into blocks, so that the blocks are all that the driver's memory
 * holds. On an executor it holds the net. Spark closes it when the broadcast is destroyed,
 * unpersisted or has to leave memory.
 *
 * <p>Bytes: a form, 0 for nothing, 1 for files, 2 for a Java object. Files are the name (UTF), the
 * param (length, bytes) and the bin (length as int64, bytes).
 */
public final class SharedNet implements Externalizable, KryoSerializable, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private static final int NOTHING = 0;
  private static final int FILES = 1;
  private static final int OBJECT = 2;

  /** What this JVM, a driver, sends; held by those who send it. */
  private static final Map<String, WeakReference<NetContent>> SENT = new ConcurrentHashMap<>();

  private String id;
  private String fingerprint;
  private boolean local;
  private transient Net net;

  /** For deserialisation. */
  public SharedNet() {}

  /**
   * A value to broadcast.
   *
   * @param id of the broadcast, in all JVMs
   * @param local whether the driver is the only JVM, so that there is nobody to send it to
   */
  SharedNet(String id, String fingerprint, boolean local, NetContent content) {
    this.id = id;
    this.fingerprint = fingerprint;
    this.local = local;
    SENT.put(id, new WeakReference<>(content));
  }

  /** The driver is done with a broadcast. */
  static void forget(String id) {
    SENT.remove(id);
  }

  /** This JVM's net. */
  Net net() {
    NetContent content = content();
    return content == null ? net : content.load();
  }

  private NetContent content() {
    WeakReference<NetContent> sent = SENT.get(id);
    return sent == null ? null : sent.get();
  }

  @Override
  public void close() {
    net = null;
    NetHolder.release(fingerprint, id);
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    write(
        new OutputStream() {
          @Override
          public void write(int one) throws IOException {
            out.write(one);
          }

          @Override
          public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
          }
        });
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException, ClassNotFoundException {
    read(
        new InputStream() {
          @Override
          public int read() throws IOException {
            return in.read();
          }

          @Override
          public int read(byte[] bytes, int from, int count) throws IOException {
            return in.read(bytes, from, count);
          }
        });
  }

  @Override
  public void write(Kryo kryo, Output out) {
    try {
      write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void read(Kryo kryo, Input in) {
    try {
      read(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private void write(OutputStream stream) throws IOException {
    DataOutputStream out = new DataOutputStream(stream);
    out.writeUTF(id);
    out.writeUTF(fingerprint);
    out.writeBoolean(local);
    NetContent content = content();
    if (local) {
      out.writeByte(NOTHING);
    } else if (content != null) {
      content.writeTo(out);
    } else {
      // An executor's memory is short, and Spark moves the net to its disk.
      writeObject(out, net);
    }
    out.flush();
  }

  /** Writes a net as files. */
  static void writeFiles(
      DataOutputStream out, String name, byte[] param, InputStream bin, long size)
      throws IOException {
    out.writeByte(FILES);
    out.writeUTF(name);
    out.writeInt(param.length);
    out.write(param);
    out.writeLong(size);
    long written = bin.transferTo(out);
    if (written != size) {
      throw new IOException(
          "the weights of " + name + " are " + written + " bytes, expected " + size);
    }
  }

  /** Writes a net as Java does. */
  static void writeObject(DataOutputStream out, Net net) throws IOException {
    out.writeByte(OBJECT);
    ObjectOutputStream objects = new ObjectOutputStream(out);
    objects.writeObject(net);
    objects.flush();
  }

  private void read(InputStream stream) throws IOException, ClassNotFoundException {
    DataInputStream in = new DataInputStream(stream);
    id = in.readUTF();
    fingerprint = in.readUTF();
    local = in.readBoolean();
    int form = in.readByte();
    if (form == FILES) {
      String name = in.readUTF();
      byte[] param = in.readNBytes(in.readInt());
      long size = in.readLong();
      net = NetFiles.load(param, in, size, name);
    } else if (form == OBJECT) {
      net = (Net) new ObjectInputStream(in).readObject();
    } else if (form != NOTHING) {
      throw new InvalidObjectException("form " + form + " of a net, expected 0 to 2");
    }
  }
}
