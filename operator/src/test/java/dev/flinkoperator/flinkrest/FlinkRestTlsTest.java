package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlinkRestTlsTest {
  private static SSLContext tls;
  private static FlinkStub flink;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    tls = SelfSigned.context(folder.resolve("flink.p12"), "san=ip:127.0.0.1");
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
          .succeedsWithin(Duration.ofSeconds(60));
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
}
