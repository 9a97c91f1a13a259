package dev.flinkoperator.jar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * S3Proxy, which speaks S3 and checks signatures, in a process of its own on loopback: its hundred
 * libraries stay off the class path of the tests.
 */
final class S3ProxyServer implements AutoCloseable {
  static final String KEY = "reader";
  static final String SECRET = "hush-hush-hush";

  private final int port;
  private final Process process;

  private S3ProxyServer(int port, Process process) {
    this.port = port;
    this.process = process;
  }

  /**
   * @param jar S3Proxy with all it needs
   * @param folder for its settings and log, and for one folder a bucket
   */
  static S3ProxyServer start(Path jar, Path folder) throws IOException {
    int port = freePort();
    Path buckets = Files.createDirectories(folder.resolve("buckets"));
    Path settings =
        Files.writeString(
            folder.resolve("s3proxy.properties"),
            """
            s3proxy.endpoint=http://127.0.0.1:%d
            s3proxy.authorization=aws-v4
            s3proxy.identity=%s
            s3proxy.credential=%s
            jclouds.provider=filesystem-nio2
            jclouds.filesystem.basedir=%s
            """
                .formatted(port, KEY, SECRET, buckets));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-jar",
                jar.toString(),
                "--properties",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3proxy.log").toFile())
            .start();
    S3ProxyServer server = new S3ProxyServer(port, process);
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(server::answers);
    return server;
  }

  /** As an administrator writes it into the operator's configuration. */
  Map<String, String> settings(String secret) {
    return S3ProxyServer.settings(port, secret);
  }

  static Map<String, String> settings(int port, String secret) {
    return Map.of(
        "s3.endpoint", "http://127.0.0.1:" + port,
        "s3.path.style.access", "true",
        "s3.path-style-access", "true",
        "s3.region", "us-east-1",
        "s3.access-key", KEY,
        "s3.secret-key", secret,
        "s3.attempts.maximum", "2",
        "s3.retry.limit", "2");
  }

  private boolean answers() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("S3Proxy has ended with " + process.exitValue());
    }
    try (Socket ignored = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
