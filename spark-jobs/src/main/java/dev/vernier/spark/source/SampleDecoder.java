package dev.vernier.spark.source;

import dev.vernier.engine.Mat;
import dev.vernier.engine.image.Image;
import dev.vernier.engine.image.ImageDecoder;
import dev.vernier.engine.image.ImageDecoder.Channels;
import dev.vernier.engine.image.Preprocess;
import dev.vernier.engine.io.Npy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bytes of samples into input blobs, reusing its buffers from one sample to the next; one
 * a task.
 */
public final class SampleDecoder {

  /** What every npy file starts with. */
  private static final byte[] NPY_MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  private final List<SampleColumn> inputs;
  private final Mat[] mats;
  private final ImageDecoder[] images;
  private final Preprocess.Worker worker = new Preprocess.Worker();

  /** A decoder for samples with these inputs. */
  public SampleDecoder(List<SampleColumn> inputs) {
    this.inputs = new ArrayList<>(inputs);
    this.mats = new Mat[inputs.size()];
    this.images =
        inputs.stream()
            .map(input -> new ImageDecoder(Channels.OPAQUE, input.maxPixels()))
            .toArray(ImageDecoder[]::new);
  }

  /**
   * The input blobs of a sample, in the order of the inputs; valid until the next call.
   *
   * @throws BadRecordException if it could not be read, or holds no image and no tensor that fits
   */
  public Mat[] decode(EncodedSample sample) throws BadRecordException {
    if (sample.reason() != null) {
      throw new BadRecordException(sample.reason());
    }
    for (int i = 0; i < mats.length; i++) {
      byte[] bytes = sample.contents().get(i);
      mats[i] = isNpy(bytes) ? tensor(bytes, inputs.get(i)) : image(bytes, i);
    }
    return mats;
  }

  private Mat image(byte[] bytes, int index) throws BadRecordException {
    Preprocess preprocess = inputs.get(index).preprocess();
    Mat reused = mats[index];
    try {
      RawPixels image = RawPixels.of(bytes);
      if (image == null) {
        Image decoded = images[index].decode(bytes, "image");
        image = new RawPixels(decoded.pixels(), decoded.format(), decoded.w(), decoded.h());
      }
      int w = preprocess.outputW(image.w(), image.h());
      int h = preprocess.outputH(image.w(), image.h());
      if (reused == null
          || reused.dims() != 3
          || reused.w() != w
          || reused.h() != h
          || reused.type() != Mat.Type.FLOAT32
          || reused.c() != preprocess.pixel().channels()) {
        return preprocess.apply(image.pixels(), image.format(), image.w(), image.h());
      }
      preprocess.apply(image.pixels(), image.format(), image.w(), image.h(), reused, worker);
      return reused;
    } catch (IOException e) {
      throw new BadRecordException("cannot decode ", e);
    } catch (RuntimeException e) {
      // Decoders meet hostile bytes with exceptions of every kind.
      throw new BadRecordException("cannot decode image: ", e);
    }
  }

  private static Mat tensor(byte[] bytes, SampleColumn input) throws BadRecordException {
    Mat mat;
    try {
      mat = Npy.read(bytes, "npy");
    } catch (IOException e) {
      throw new BadRecordException("cannot decode ", e);
    }
    int[] found = {mat.w(), mat.h(), mat.c()};
    for (int i = 0; i < input.tensorShape().size(); i++) {
      int expected = input.tensorShape().get(i);
      if (expected > 0 && expected != found[i]) {
        throw new BadRecordException(
            "npy tensor is " + mat + ", expected shape " + input.tensorShape());
      }
    }
    if (mat.type() == Mat.Type.FLOAT32) {
      requireFinite(mat);
    }
    return mat;
  }

  private static void requireFinite(Mat mat) throws BadRecordException {
    float[] values = mat.floats();
    for (int i = 0; i < mat.size(); i++) {
      if (!Float.isFinite(values[i])) {
        throw new BadRecordException(
            "npy tensor holds " + values[i] + " at element " + i + ", expected finite numbers");
      }
    }
  }

  private static boolean isNpy(byte[] bytes) {
    if (bytes.length < NPY_MAGIC.length) {
      return false;
    }
    for (int i = 0; i < NPY_MAGIC.length; i++) {
      if (bytes[i] != NPY_MAGIC[i]) {
        return false;
      }
    }
    return true;
  }
}
