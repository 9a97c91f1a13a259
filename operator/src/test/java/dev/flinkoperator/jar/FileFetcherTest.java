package dev.flinkoperator.jar;

import static dev.flinkoperator.jar.FetchBench.JAR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.jar.JarException.Trouble;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystemFactory;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.DirectoryBasedPluginFinder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FileFetcherTest {
  private static final String SHA = FetchBench.sha256(JAR);

  private Path folder;
  private FetchBench bench;

  @BeforeEach
  void start(@TempDir Path folder) {
    this.folder = folder;
    bench = bench(Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void reads_a_jar_by_a_plugin_of_flinks() throws IOException {
    Path store = Files.createDirectory(folder.resolve("store"));
    Files.write(store.resolve("job.jar"), JAR);
    FileSystems plugins = plugins();

    assertThat(bench.fetchFile("store://bucket" + store + "/job.jar#sha256=" + SHA, plugins))
        .isEqualTo(SHA);
    assertThat(Files.readAllBytes(bench.folder.resolve(SHA + ".jar"))).isEqualTo(JAR);

    bench.close();
    bench = new FetchBench(folder.resolve("others"), this::ruled);
    assertThat(bench.fileTrouble("store://bucket" + store + "/none.jar", plugins))
        .hasMessageContaining("no such file");
    assertThat(bench.fileTrouble("other://bucket/job.jar", plugins))
        .hasMessageContaining("no plugin of the operator's reads this scheme");
  }

  @Test
  void keeps_nothing_that_is_too_large_no_jar_or_another_one() {
    FileSystems large = file -> new Endless();
    FileSystems text = file -> new ByteArrayInputStream("x".getBytes(StandardCharsets.UTF_8));
    FileSystems jar = file -> new ByteArrayInputStream(JAR);

    assertThat(bench.fileTrouble("store://b/x.jar", large)).hasMessageContaining("larger than");
    assertThat(bench.fileTrouble("store://b/x.jar", text)).hasMessageContaining("is no jar");
    assertThat(bench.fileTrouble("store://b/x.jar#sha256=" + "0".repeat(64), jar))
        .hasMessageContaining("thrown away")
        .extracting(JarException::trouble)
        .isEqualTo(Trouble.WRONG);
  }

  @Test
  void says_in_one_line_what_a_broken_plugin_throws() {
    FileSystems broken =
        file -> {
          throw new NoClassDefFoundError("org/apache/hadoop/\nConfiguration");
        };

    assertThat(bench.fileTrouble("store://b/x.jar", broken))
        .hasMessageContaining("org/apache/hadoop/")
        .extracting(JarException::trouble)
        .isEqualTo(Trouble.NOT_NOW);
  }

  @Test
  void gives_up_on_a_file_system_that_hangs_or_drips() {
    bench.close();
    bench = bench(Duration.ofMillis(300));
    FileSystems hangs =
        file -> {
          try {
            new CountDownLatch(1).await();
            throw new AssertionError();
          } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
          }
        };
    CountDownLatch end = new CountDownLatch(1);
    FileSystems deaf =
        file -> {
          // As a socket that is read from.
          while (true) {
            try {
              end.await();
              throw new IOException("ended");
            } catch (InterruptedException e) {
              // waits on
            }
          }
        };
    FileSystems drips = file -> new Endless();

    assertThat(bench.fileTrouble("store://b/x.jar", hangs))
        .hasMessageContaining("not whole within 0.3 s");
    assertThat(bench.fileTrouble("store://b/x.jar", deaf))
        .hasMessageContaining("not whole within 0.3 s");
    end.countDown();
    assertThat(bench.fileTrouble("store://b/x.jar", drips))
        .satisfiesAnyOf(
            e -> assertThat(e).hasMessageContaining("not whole within 0.3 s"),
            e -> assertThat(e).hasMessageContaining("larger than"));
  }

  private FetchBench bench(Duration limit) {
    return new FetchBench(
        folder.resolve("jars"),
        s -> ruled(FetchBench.change(s, s.folder(), s.maxJarBytes(), limit)));
  }

  private JarSettings ruled(JarSettings s) {
    return FetchBench.ruled(
        s,
        Set.of("store", "other"),
        List.of("store://bucket/", "store://b", "other://bucket"),
        true,
        Set.of());
  }

  /** A folder with one plugin, as an image of Flink has it. */
  private FileSystems plugins() throws IOException {
    Path plugins = folder.resolve("plugins");
    Path jar = Files.createDirectories(plugins.resolve("store")).resolve("store.jar");
    String type = StoreFileSystemFactory.class.getName();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream code =
            Objects.requireNonNull(
                getClass().getResourceAsStream(type.replaceFirst(".*\\.", "") + ".class"))) {
      out.putNextEntry(new JarEntry("META-INF/services/" + FileSystemFactory.class.getName()));
      out.write(type.getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry(type.replace('.', '/') + ".class"));
      code.transferTo(out);
    }
    return new FlinkFileSystems(
        new Configuration(),
        new DefaultPluginManager(
            new DirectoryBasedPluginFinder(plugins).findPlugins(),
            new String[] {"java.", "org.apache.flink."}));
  }

  /** Zeros without end. */
  private static final class Endless extends InputStream {
    @Override
    public int read() {
      return 0;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      buffer[offset] = 0;
      return 1;
    }
  }
}
