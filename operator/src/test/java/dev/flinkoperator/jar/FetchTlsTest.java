package dev.flinkoperator.jar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.SelfSigned;
import java.net.InetAddress;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTlsTest {
  private static SSLContext tls;
  private static WebStub web;

  @BeforeAll
  static void start(@TempDir Path keys) throws Exception {
    tls = SelfSigned.context(keys.resolve("jars.p12"), "san=dns:jars.example.com");
    SSLServerSocket socket =
        (SSLServerSocket)
            tls.getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    web = new WebStub(socket);
    web.onJar("/job.jar", FetchBench.JAR);
  }

  @AfterAll
  static void stop() throws Exception {
    web.close();
  }

  @Test
  void fetches_from_a_host_that_can_prove_its_name(@TempDir Path folder) {
    try (FetchBench bench = bench(folder, tls.getSocketFactory())) {
      assertThat(bench.fetch(address("jars.example.com")).sha256())
          .isEqualTo(FetchBench.sha256(FetchBench.JAR));
    }
  }

  @Test
  void fetches_nothing_from_one_that_proves_another_name(@TempDir Path folder) {
    try (FetchBench bench = bench(folder, tls.getSocketFactory())) {
      assertThat(bench.trouble(address("other.example.com"))).hasMessageContaining("TLS failed: ");
    }
  }

  @Test
  void fetches_nothing_from_one_that_nobody_vouches_for(@TempDir Path folder) {
    SSLSocketFactory ofTheJvm = (SSLSocketFactory) SSLSocketFactory.getDefault();

    try (FetchBench bench = bench(folder, ofTheJvm)) {
      assertThat(bench.trouble(address("jars.example.com")))
          .hasMessageContaining("TLS failed: ")
          .extracting("trouble")
          .isEqualTo(JarException.Trouble.NOT_NOW);
    }
  }

  private static FetchBench bench(Path folder, SSLSocketFactory trust) {
    return new FetchBench(
        folder,
        settings -> settings,
        host -> new InetAddress[] {InetAddress.getLoopbackAddress()},
        trust);
  }

  private static String address(String host) {
    return "https://" + host + ":" + web.port() + "/job.jar";
  }
}
