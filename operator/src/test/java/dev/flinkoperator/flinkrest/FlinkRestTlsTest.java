package dev.flinkoperator.flinkrest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkRestTlsTest {
  private static final String PASSWORD = "test-only";
  private static SSLContext tls;
  private static FlinkStub flink;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    tls = selfSigned(folder.resolve("flink.p12"));
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    flink = new FlinkStub(server);
    flink.on("/jobs/overview", 200, "{\"jobs\":[]}");
  }

  @AfterAll
  static void stop() {
    flink.close();
  }

  @Test
  void talks_to_a_cluster_it_has_reason_to_trust() {
    try (FlinkRestCaller rest =
        new FlinkRestCaller(RestSettings.defaults().withTls(tls), CallListener.NONE)) {
      assertThat(rest.call(flink.address(), new JobsOverview()))
          .succeedsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void tells_a_cluster_it_cannot_trust_from_one_that_is_away() {
    try (FlinkRestCaller rest = new FlinkRestCaller(RestSettings.defaults(), CallListener.NONE)) {
      Throwable thrown =
          catchThrowable(() -> rest.call(flink.address(), new JobsOverview()).join());

      assertThat(thrown).hasCauseInstanceOf(FlinkRestException.class);
      assertThat(thrown)
          .cause()
          .hasMessageStartingWith("GET " + flink.address() + "/jobs/overview: TLS failed: ")
          .extracting("outcome")
          .isEqualTo(Outcome.TLS);
    }
  }

  private static SSLContext selfSigned(Path file) throws Exception {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "flink",
                "-keyalg",
                "EC",
                "-dname",
                "CN=flink",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    assertThat(keytool.waitFor()).as(said).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
