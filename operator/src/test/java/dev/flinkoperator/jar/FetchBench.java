package dev.flinkoperator.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** What fetches, with all it needs, and a folder to look into. */
final class FetchBench implements AutoCloseable {
  static final byte[] JAR = "PK\003\004 not much of a jar".getBytes(StandardCharsets.UTF_8);

  /** Nothing but web servers. */
  static final FileSystems NO_FILES =
      file -> {
        throw new IOException("not asked for");
      };

  /** Everything on loopback may be fetched. */
  private static final JarSettings OPEN =
      new JarSettings(
          Path.of("."),
          Set.of("http", "https"),
          List.of(),
          false,
          Set.of(),
          1 << 20,
          4 << 20,
          Duration.ofMinutes(1));

  final Path folder;
  final JarFolder jars;
  private final JarSettings settings;
  private final AddressRules rules;
  private final Connections connections;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  FetchBench(Path folder) {
    this(folder, settings -> settings);
  }

  FetchBench(Path folder, UnaryOperator<JarSettings> change) {
    this(folder, change, Network.SYSTEM, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  FetchBench(
      Path folder, UnaryOperator<JarSettings> change, Network network, SSLSocketFactory tls) {
    this.folder = folder;
    this.settings = change.apply(settings(folder));
    this.jars = new JarFolder(folder, settings.maxFolderBytes());
    this.rules = new AddressRules(settings);
    this.connections = new Connections(rules, network, tls);
  }

  static JarSettings settings(Path folder) {
    return change(OPEN, folder, OPEN.maxJarBytes(), OPEN.timeLimit());
  }

  static JarSettings change(JarSettings s, Path folder, long maxJar, Duration timeLimit) {
    return new JarSettings(
        folder,
        s.schemes(),
        s.prefixes(),
        s.refusePrivateHosts(),
        s.privateHosts(),
        maxJar,
        s.maxFolderBytes(),
        timeLimit);
  }

  /** The same, with rules about hosts and addresses. */
  static JarSettings ruled(
      JarSettings s,
      Set<String> schemes,
      List<String> prefixes,
      boolean refuse,
      Set<String> hosts) {
    return new JarSettings(
        s.folder(),
        schemes,
        prefixes.stream().map(UrlPrefix::parse).toList(),
        refuse,
        hosts,
        s.maxJarBytes(),
        s.maxFolderBytes(),
        s.timeLimit());
  }

  JarFetcher.Fetched fetch(String uri) {
    return fetch(uri, Map.of(), null);
  }

  JarFetcher.Fetched fetch(
      String uri, Map<String, String> headers, JarFetcher.@Nullable Fetched known) {
    JarSource.Remote source = (JarSource.Remote) new JarSources(rules).of(JarRequest.of(uri, null));
    return new JarFetcher(settings, rules, connections, keeper(), clock)
        .fetch(source, headers, known);
  }

  /** Fetches a jar from a file system, as long as the settings allow it. */
  String fetchFile(String uri, FileSystems files) {
    JarSource.InFileSystem source =
        (JarSource.InFileSystem) new JarSources(rules).of(JarRequest.of(uri, null));
    return new FileFetcher(files, keeper(), settings.timeLimit(), threads).fetch(source);
  }

  private JarKeeper keeper() {
    return new JarKeeper(jars, settings.maxJarBytes());
  }

  /** What went wrong; whatever it was, it has left nothing behind and is fit to be shown. */
  JarException trouble(String uri) {
    return troubleOf(() -> fetch(uri));
  }

  JarException fileTrouble(String uri, FileSystems files) {
    return troubleOf(() -> fetchFile(uri, files));
  }

  private JarException troubleOf(ThrowingCallable fetch) {
    JarException trouble = catchThrowableOfType(JarException.class, fetch);
    assertThat(trouble).isNotNull();
    assertThat(trouble.getMessage())
        .hasSizeLessThanOrEqualTo(JarException.MAX_MESSAGE)
        .doesNotContain("\n");
    assertThat(trouble.getStackTrace()).isEmpty();
    // What was given up clears away behind itself a moment later.
    await().untilAsserted(() -> assertThat(files()).isEmpty());
    return trouble;
  }

  List<String> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    connections.close();
    clock.shutdownNow();
    threads.shutdownNow();
  }
}
