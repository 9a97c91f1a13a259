package dev.flinkoperator.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web and a JobManager in this process, what brings the jar from one to the other in its own.
 */
class LargeJarTest {
  private static final int BLOCKS = 300;
  private static final byte[] BLOCK = new byte[1 << 20];
  private static final byte[] MAGIC = {'P', 'K', 3, 4};

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicLong uploaded = new AtomicLong();
  private HttpServer server;

  private Path folder;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/large.jar", LargeJarTest::send);
    server.createContext("/jars", exchange -> answer(exchange, "{\"files\":[]}"));
    server.createContext("/jars/upload", this::receive);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void passes_a_jar_of_300_MiB_through_64_MiB_of_heap() throws Exception {
    String address = "http://127.0.0.1:" + server.getAddress().getPort();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:MaxDirectMemorySize=32m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                address,
                address + "/large.jar",
                folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("placed " + checksum());
    assertThat(uploaded.get()).isBetween((long) BLOCKS << 20, ((long) BLOCKS << 20) + 1000);
    assertThat(folder).isDirectoryContaining(file -> file.endsWith(checksum() + ".jar"));
  }

  private static void send(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, (long) BLOCKS << 20);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(MAGIC);
      out.write(BLOCK, 0, BLOCK.length - MAGIC.length);
      for (int i = 1; i < BLOCKS; i++) {
        out.write(BLOCK);
      }
    }
  }

  private void receive(HttpExchange exchange) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = exchange.getRequestBody()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        uploaded.addAndGet(read);
      }
    }
    answer(exchange, "{\"filename\": \"/uploads/1_large.jar\", \"status\": \"success\"}");
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    try (exchange) {
      exchange.sendResponseHeaders(200, json.length());
      exchange.getResponseBody().write(json.getBytes(UTF_8));
    }
  }

  private static String checksum() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(MAGIC);
      digest.update(BLOCK, 0, BLOCK.length - MAGIC.length);
      for (int i = 1; i < BLOCKS; i++) {
        digest.update(BLOCK);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
