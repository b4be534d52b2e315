package dev.vernier.spark.broadcast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.engine.Extractor;
import dev.vernier.engine.Mat;
import dev.vernier.engine.Net;
import dev.vernier.engine.NetException;
import dev.vernier.engine.kernel.KernelProvider;
import dev.vernier.engine.layer.LayerRegistry;
import dev.vernier.spark.JobException;
import dev.vernier.spark.SparkExtension;
import dev.vernier.spark.TestData;
import dev.vernier.spark.config.NetOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SizeEstimator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag$;

@ExtendWith(SparkExtension.class)
class BroadcastNetTest {
  private final JavaSparkContext context;

  @TempDir private Path folder;

  BroadcastNetTest(SparkSession spark) {
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  @Test
  void tasksAndJobsShareOneNetThatGoesWhenTheLastOfThemCloses() throws Exception {
    NetFiles files = sumFiles("of two jobs");
    BroadcastNet one = BroadcastNet.of(context, files, KernelProvider.SCALAR);
    BroadcastNet other = BroadcastNet.of(context, files, KernelProvider.SCALAR);

    List<Integer> seen = identities(one);
    seen.addAll(identities(other));
    WeakReference<Net> net = new WeakReference<>(other.net());

    assertThat(seen).hasSize(12).containsOnly(System.identityHashCode(net.get()));
    assertThat(one.loads()).isEqualTo(Map.of("driver", 1));
    assertThat(other.loads()).isEqualTo(Map.of("driver", 1));
    one.close();
    System.gc();
    assertThat(net.get()).as("the net of the job that is left").isNotNull();
    other.close();
    await(() -> collected(net));
    assertThatThrownBy(() -> identities(one))
        .hasStackTraceContaining("the net was released; what still needs it has to be made again");
    Reference.reachabilityFence(files);
  }

  /** Which net each of six tasks has. */
  private List<Integer> identities(BroadcastNet net) {
    return new ArrayList<>(
        context
            .parallelize(List.of(1, 2, 3, 4, 5, 6), 6)
            .map(i -> System.identityHashCode(net.net()))
            .collect());
  }

  @Test
  void sparkClosesTheValueOfADestroyedBroadcast() throws Exception {
    NetFiles files = sumFiles("destroyed");
    String id = UUID.randomUUID().toString();
    NetHolder.get(files.fingerprint(), id, files::load);
    Broadcast<SharedNet> broadcast =
        context.broadcast(new SharedNet(id, files.fingerprint(), false, files));
    assertThat(NetHolder.loads(files.fingerprint())).isEqualTo(1);

    broadcast.destroy();

    await(() -> NetHolder.loads(files.fingerprint()) == 0);
    SharedNet.forget(id);
  }

  @Test
  void theDriversValueHoldsNoWeights() throws Exception {
    NetOptions options = TestData.fmnistNet();
    FileNet content = new FileNet(context.hadoopConfiguration(), options);
    SharedNet shared = new SharedNet("small", content.fingerprint(), false, content);

    assertThat(content.fingerprint())
        .isEqualTo(
            BroadcastNet.fingerprint(
                Files.readAllBytes(Path.of(options.param())),
                Files.readAllBytes(Path.of(options.bin()))));
    assertThat(SizeEstimator.estimate(shared)).isLessThan(1000);
    assertThat(java(shared)).hasSizeBetween(275_000, 285_000);
    // A driver that runs the tasks itself sends nothing.
    assertThat(java(new SharedNet("small", content.fingerprint(), true, content)))
        .hasSizeLessThan(1000);
    SharedNet.forget("small");
  }

  @Test
  void anExecutorsNetComesFromBlocksAndSurvivesItsDisk() throws Exception {
    NetFiles files = sumFiles("sent");
    byte[] sent = java(new SharedNet("sent", files.fingerprint(), false, files));
    SharedNet.forget("sent");

    SharedNet received = javaRead(sent);
    assertThat(sumOf(received.net())).containsExactly(6f, 0f);
    SharedNet fromDisk = javaRead(java(received));
    assertThat(sumOf(fromDisk.net())).containsExactly(6f, 0f);
    received.close();
    assertThat(received.net()).isNull();
  }

  @Test
  void kryoWritesTheSame() throws Exception {
    NetFiles files = sumFiles("kryo");
    SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
    SharedNet shared = new SharedNet("kryo", files.fingerprint(), false, files);
    ByteBuffer bytes = kryo.serialize(shared, ClassTag$.MODULE$.apply(SharedNet.class));
    SharedNet.forget("kryo");

    SharedNet received = kryo.deserialize(bytes, ClassTag$.MODULE$.apply(SharedNet.class));

    assertThat(sumOf(received.net())).containsExactly(6f, 0f);
  }

  @Test
  void filesThatChangeBeforeTheyAreSentAreAnError() throws Exception {
    NetOptions options = TestData.sumNet(folder);
    FileNet content = new FileNet(context.hadoopConfiguration(), options);
    byte[] bin = Files.readAllBytes(Path.of(options.bin()));
    bin[9]++;
    Files.write(Path.of(options.bin()), bin);
    SharedNet shared = new SharedNet("changed", content.fingerprint(), false, content);

    assertThatThrownBy(() -> java(shared))
        .isInstanceOf(JobException.class)
        .hasMessage("--bin " + options.bin() + " has changed while the job was running");
    assertThatThrownBy(content::load).isInstanceOf(JobException.class);
    SharedNet.forget("changed");
  }

  @Test
  void largeWeightsLieInAFileThatGoesWithTheNet() throws Exception {
    NetOptions options = TestData.sumNet(folder);
    byte[] param = Files.readAllBytes(Path.of(options.param()));
    byte[] bin = Files.readAllBytes(Path.of(options.bin()));

    NetFiles files = NetFiles.of(param, new ByteArrayInputStream(bin), "sum.param", 27);
    Path file = files.file();

    assertThat(file).hasBinaryContent(bin);
    assertThat(files.fingerprint()).isEqualTo(BroadcastNet.fingerprint(param, bin));
    assertThat(sumOf(files.load())).containsExactly(6f, 0f);
    assertThat(sumOf(Net.of(files.stored(), LayerRegistry.builtin()))).containsExactly(6f, 0f);
    assertThat(NetFiles.of(param, new ByteArrayInputStream(bin), "sum.param", 28).file()).isNull();
    Reference.reachabilityFence(files);
    files = null;
    await(
        () -> {
          System.gc();
          return !Files.exists(file);
        });
  }

  @Test
  void filesThatAreNoNetAreFoundBeforeAnythingIsSent() throws Exception {
    NetOptions options = TestData.sumNet(folder);
    byte[] param = Files.readAllBytes(Path.of(options.param()));

    assertThatThrownBy(
            () -> NetFiles.of(param, new ByteArrayInputStream(new byte[20]), "sum.param"))
        .isInstanceOf(NetException.class)
        .hasMessageStartingWith("sum.bin at byte 4: layer \"fc\" (InnerProduct): needs 24");
    assertThatThrownBy(
            () -> NetFiles.of(param, new ByteArrayInputStream(new byte[30]), "sum.param"))
        .isInstanceOf(NetException.class)
        .hasMessage(
            "sum.bin at byte 28: 2 bytes follow the last weight, expected the end of the file");
  }

  private NetFiles sumFiles(String name) throws IOException {
    NetOptions options = TestData.sumNet(folder);
    // A name that no other test has, and so a fingerprint of its own.
    String param =
        Files.readString(Path.of(options.param()), UTF_8)
            .replace("fc ", name.replace(' ', '_') + " ");
    return NetFiles.of(
        param.getBytes(UTF_8),
        new ByteArrayInputStream(Files.readAllBytes(Path.of(options.bin()))),
        name + ".param");
  }

  private static float[] sumOf(Net net) {
    Extractor extractor = net.extractor();
    extractor.input("a", Mat.of(1, 2, 2));
    extractor.input("b", Mat.of(0, 0, 1));
    return extractor.extract("out").copy().floats();
  }

  private static byte[] java(SharedNet net) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(net);
    }
    return bytes.toByteArray();
  }

  private static SharedNet javaRead(byte[] bytes) throws Exception {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (SharedNet) in.readObject();
    }
  }

  private static boolean collected(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }

  /** Spark and the collector do their part when they get to it. */
  private static void await(BooleanSupplier done) throws InterruptedException {
    for (int i = 0; i < 600 && !done.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(done.getAsBoolean()).isTrue();
  }
}
