package dev.flinkoperator.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.jar.JarException.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Flink's own S3 plugins, each in a folder as in an image of Flink, and a store that speaks S3. */
@Tag("full")
@Timeout(300)
class ObjectStoreIT {
  /** What the build has put there: a folder a plugin, and the store. */
  private static final Path STORES = Path.of(System.getProperty("stores", "target/stores"));

  private static final byte[] JAR = jar(20 << 20);
  private static final String SHA = FetchBench.sha256(JAR);
  private static S3ProxyServer store;

  private Path folder;
  private FetchBench bench;

  static Stream<String> plugins() {
    return Stream.of("s3-fs-hadoop", "s3-fs-native");
  }

  @BeforeAll
  static void startStore(@TempDir Path folder) throws IOException {
    store = S3ProxyServer.start(STORES.resolve("s3proxy.jar"), folder);
    Files.createDirectory(folder.resolve("buckets/jars"));
    initialize("s3-fs-native", store.settings(S3ProxyServer.SECRET));
    put("s3://jars/released/job.jar", JAR);
    put("s3://jars/released/page.jar", "<html>".getBytes(UTF_8));
    put("s3://jars/released/größe 1+1%2.jar", JAR);
  }

  @AfterAll
  static void stopStore() {
    store.close();
  }

  @BeforeEach
  void start(@TempDir Path folder) {
    this.folder = folder;
    bench = bench("jars", 32 << 20, Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void fetches_a_jar_of_20_MiB_and_keeps_it_under_its_checksum(String plugin) throws IOException {
    FileSystems s3 = initialize(plugin, store.settings(S3ProxyServer.SECRET));

    assertThat(bench.fetchFile("s3://jars/released/job.jar#sha256=" + SHA, s3)).isEqualTo(SHA);

    assertThat(bench.files()).containsExactly(SHA + ".jar");
    assertThat(Files.size(bench.folder.resolve(SHA + ".jar"))).isEqualTo(JAR.length);
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void reads_a_name_with_blanks_and_unicode_as_it_is_percent_encoded(String plugin)
      throws IOException {
    FileSystems s3 = initialize(plugin, store.settings(S3ProxyServer.SECRET));

    assertThat(bench.fetchFile("s3://jars/released/gr%C3%B6%C3%9Fe%201+1%252.jar", s3))
        .isEqualTo(SHA);
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void keeps_nothing_that_is_too_large_no_jar_or_another_one(String plugin) throws IOException {
    FileSystems s3 = initialize(plugin, store.settings(S3ProxyServer.SECRET));

    assertThat(bench.fileTrouble("s3://jars/released/page.jar", s3))
        .hasMessageContaining("is no jar");
    assertThat(bench.fileTrouble("s3://jars/released/job.jar#sha256=" + "0".repeat(64), s3))
        .hasMessageContaining("thrown away")
        .extracting(JarException::trouble)
        .isEqualTo(Trouble.WRONG);
    bench.close();
    bench = bench("small", 1 << 20, Duration.ofMinutes(1));
    assertThat(bench.fileTrouble("s3://jars/released/job.jar", s3))
        .hasMessageContaining("larger than 1 MiB");
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void says_plainly_what_is_missing_or_forbidden(String plugin) throws IOException {
    FileSystems s3 = initialize(plugin, store.settings(S3ProxyServer.SECRET));
    assertThat(bench.fileTrouble("s3://jars/released/none.jar", s3))
        .hasMessage("s3://jars/released/none.jar: no such file.");
    assertThat(bench.fileTrouble("s3://none/released/job.jar", s3))
        .hasMessageMatching("s3://none/released/job.jar: no such (file|bucket)\\.");

    FileSystems wrong = initialize(plugin, store.settings("not-the-secret"));
    assertThat(bench.fileTrouble("s3://jars/released/job.jar", wrong))
        .hasMessageContaining("the store denies access")
        .extracting(JarException::trouble)
        .isEqualTo(Trouble.NOT_NOW);
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void says_that_nobody_answers(String plugin) throws IOException {
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      FileSystems s3 = initialize(plugin, S3ProxyServer.settings(taken.getLocalPort(), "secret"));

      assertThat(bench.fileTrouble("s3://jars/released/job.jar", s3))
          .hasMessageEndingWith(": no connection to the store.");
    }
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void gives_up_on_time_on_a_store_that_says_nothing(String plugin) throws IOException {
    bench.close();
    bench = bench("hasty", 32 << 20, Duration.ofSeconds(5));
    try (WebStub silent = new WebStub()) {
      silent.on("/jars/released/job.jar", out -> new CountDownLatch(1).await());
      FileSystems s3 = initialize(plugin, S3ProxyServer.settings(silent.port(), "secret"));
      long begin = System.nanoTime();

      assertThat(bench.fileTrouble("s3://jars/released/job.jar", s3))
          .hasMessageContaining("not whole within 5.0 s");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @ParameterizedTest
  @MethodSource("plugins")
  void uses_nothing_of_a_store_that_breaks_off_or_sends_what_was_not_asked_for(String plugin)
      throws IOException {
    try (WebStub liar = new WebStub()) {
      String head = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nConnection: close\r\nContent-Length: ";
      liar.on("/jars/released/short.jar", head + 1000, FetchBench.JAR);
      liar.on("/jars/released/other.jar", head + FetchBench.JAR.length, FetchBench.JAR);
      liar.on("/jars/released/junk.jar", "HTTP/1.1 200 OK", "<?xml".getBytes(UTF_8));
      FileSystems s3 = initialize(plugin, S3ProxyServer.settings(liar.port(), "secret"));

      // Hadoop's asks for the rest, takes the beginning that comes again for it, and is content.
      bench.fileTrouble("s3://jars/released/short.jar#sha256=" + SHA, s3);
      bench.fileTrouble("s3://jars/released/junk.jar", s3);
      assertThat(bench.fileTrouble("s3://jars/released/other.jar#sha256=" + SHA, s3))
          .hasMessageContaining("thrown away");
    }
  }

  private FetchBench bench(String name, long maxJar, Duration limit) {
    return new FetchBench(
        folder.resolve(name),
        s ->
            FetchBench.ruled(
                new JarSettings(
                    s.folder(), Set.of(), List.of(), true, Set.of(), maxJar, 64 << 20, limit),
                Set.of("s3"),
                List.of("s3://jars/released", "s3://none"),
                true,
                Set.of()));
  }

  /** As at the start of the operator, with this plugin in the folder of the plugins. */
  private static FileSystems initialize(String plugin, Map<String, String> settings)
      throws IOException {
    Configuration configuration = Configuration.fromMap(settings);
    return new FlinkFileSystems(
        configuration,
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(STORES.resolve(plugin)).findPlugins(),
            CoreOptions.getPluginParentFirstLoaderPatterns(configuration)));
  }

  private static void put(String address, byte[] content) throws IOException {
    org.apache.flink.core.fs.Path path = new org.apache.flink.core.fs.Path(address);
    try (OutputStream out = FileSystem.get(path.toUri()).create(path, WriteMode.OVERWRITE)) {
      out.write(content);
    }
  }

  private static byte[] jar(int size) {
    byte[] jar = new byte[size];
    new Random(1).nextBytes(jar);
    System.arraycopy(FetchBench.JAR, 0, jar, 0, 4);
    return jar;
  }
}
