package dev.flinkoperator.jar;

import static dev.flinkoperator.jar.FetchBench.JAR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.jar.JarException.Trouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class JarFetcherTest {
  private static final String SHA = FetchBench.sha256(JAR);

  private Path folder;
  private WebStub web;
  private FetchBench bench;

  @BeforeEach
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    web = new WebStub();
    bench = new FetchBench(folder.resolve("jars"));
  }

  @AfterEach
  void stop() throws IOException {
    bench.close();
    web.close();
  }

  @Test
  void keeps_a_jar_under_its_checksum() throws IOException {
    web.onJar("/job.jar", JAR);

    assertThat(bench.fetch(web.address("/job.jar")).sha256()).isEqualTo(SHA);

    assertThat(bench.files()).containsExactly(SHA + ".jar");
    assertThat(Files.readAllBytes(bench.folder.resolve(SHA + ".jar"))).isEqualTo(JAR);
    assertThat(web.requests().get(0))
        .startsWith("GET /job.jar HTTP/1.1\r\nHost: localhost:" + web.port() + "\r\n")
        .contains("\r\nAccept-Encoding: identity\r\n");
  }

  @Test
  void takes_a_jar_in_chunks_and_one_that_ends_with_the_connection() throws IOException {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    chunks.write(("4;x=y\r\n").getBytes(UTF_8));
    chunks.write(JAR, 0, 4);
    chunks.write(("\r\n" + Integer.toHexString(JAR.length - 4) + "\r\n").getBytes(UTF_8));
    chunks.write(JAR, 4, JAR.length - 4);
    chunks.write("\r\n0\r\nTrailer: x\r\n\r\n".getBytes(UTF_8));
    web.on("/c.jar", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked", chunks.toByteArray());
    web.on("/e.jar", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK", JAR);

    assertThat(bench.fetch(web.address("/c.jar")).sha256()).isEqualTo(SHA);
    assertThat(bench.fetch(web.address("/e.jar")).sha256()).isEqualTo(SHA);

    assertThat(bench.files()).containsExactly(SHA + ".jar");
  }

  @Test
  void asks_for_an_address_with_blanks_and_unicode_as_servers_expect_it() {
    web.onJar("/%C3%BCber/a%20b.jar?token=%2Fx", JAR);

    assertThat(bench.fetch(web.address("/über/a%20b.jar?token=%2Fx#frag")).sha256()).isEqualTo(SHA);
  }

  @Test
  void takes_the_jar_whose_checksum_was_named_and_no_other() {
    web.onJar("/job.jar", JAR);
    String other = "0".repeat(64);

    JarException trouble = bench.trouble(web.address("/job.jar#sha256=" + other));

    assertThat(trouble.trouble()).isEqualTo(Trouble.WRONG);
    assertThat(trouble).hasMessageContaining("sha256=" + SHA);
    assertThat(bench.fetch(web.address("/job.jar#sha256=" + SHA)).sha256()).isEqualTo(SHA);
  }

  @ParameterizedTest
  @CsvSource({
    "'Content-Length: 1000', 'broke off'",
    "'Transfer-Encoding: chunked', 'broke off'",
    "'Transfer-Encoding: gzip', 'unknown transfer coding'",
    "'Content-Length: -3', 'Content-Length'",
    "'no header', 'malformed header'"
  })
  void uses_nothing_of_an_answer_that_is_not_whole(String header, String reason) {
    web.on("/job.jar", "HTTP/1.1 200 OK\r\n" + header, JAR);

    JarException trouble = bench.trouble(web.address("/job.jar"));

    assertThat(trouble.trouble()).isEqualTo(Trouble.NOT_NOW);
    assertThat(trouble).hasMessageContaining(reason);
  }

  @Test
  void ends_an_answer_that_does_not_end() {
    web.on(
        "/job.jar",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\nPK\003\004".getBytes(UTF_8));
          byte[] more = new byte[64 << 10];
          while (!Thread.currentThread().isInterrupted()) {
            out.write(more);
          }
        });

    JarException trouble = bench.trouble(web.address("/job.jar"));

    assertThat(trouble.trouble()).isEqualTo(Trouble.WRONG);
    assertThat(trouble).hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void does_not_begin_with_a_jar_that_is_announced_too_large() {
    web.on("/job.jar", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999", JAR);

    assertThat(bench.trouble(web.address("/job.jar"))).hasMessageContaining("larger than 1 MiB");
  }

  @Test
  void ends_a_head_that_does_not_end() {
    web.on(
        "/job.jar",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
          while (!Thread.currentThread().isInterrupted()) {
            out.write("X-Y: z\r\n".getBytes(UTF_8));
          }
        });
    web.on("/line.jar", "HTTP/1.1 200 " + "x".repeat(20_000), JAR);

    assertThat(bench.trouble(web.address("/job.jar"))).hasMessageContaining("too many headers");
    assertThat(bench.trouble(web.address("/line.jar"))).hasMessageContaining("too long");
  }

  @Test
  void gives_up_a_server_that_drips() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    web.on(
        "/job.jar",
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\nPK\003\004".getBytes(UTF_8));
          out.flush();
          never.await();
        });
    Duration limit = Duration.ofMillis(300);
    try (FetchBench hasty =
        new FetchBench(
            folder.resolve("hasty"),
            s -> FetchBench.change(s, s.folder(), s.maxJarBytes(), limit))) {
      JarException trouble = hasty.trouble(web.address("/job.jar"));

      assertThat(trouble.trouble()).isEqualTo(Trouble.NOT_NOW);
      assertThat(trouble).hasMessageContaining("not whole within 0.3 s");
      // It waits for the end of a request, and says nothing to one that wants to agree on TLS.
      assertThat(hasty.trouble("https://localhost:" + web.port() + "/job.jar"))
          .hasMessageContaining("not whole within 0.3 s");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 404 Not Found", "HTTP/1.1 503 Busy", "HTTP/1.1 206 Partial"})
  void tries_again_later_where_the_server_has_no_jar_now(String status) {
    web.on("/job.jar", status + "\r\nContent-Length: 0", new byte[0]);

    JarException trouble = bench.trouble(web.address("/job.jar?secret=1"));

    assertThat(trouble.trouble()).isEqualTo(Trouble.NOT_NOW);
    assertThat(trouble).hasMessageContaining("the server answers");
    assertThat(trouble.getMessage()).doesNotContain("secret");
  }

  @Test
  void tells_a_page_for_people_from_a_jar() {
    web.onJar("/job.jar", "<!DOCTYPE html><title>Log in</title>".getBytes(UTF_8));

    assertThat(bench.trouble(web.address("/job.jar")))
        .hasMessageContaining("is no jar")
        .extracting("trouble")
        .isEqualTo(Trouble.WRONG);
  }

  @Test
  void does_not_wait_for_whom_it_cannot_reach() throws IOException {
    // A port that is taken and that nobody listens on.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      assertThat(bench.trouble("http://127.0.0.1:" + taken.getLocalPort() + "/job.jar"))
          .hasMessageEndingWith("no connection.")
          .extracting("trouble")
          .isEqualTo(Trouble.NOT_NOW);
    }
    assertThat(bench.trouble("http://no-such-host.invalid/job.jar"))
        .hasMessageEndingWith("host name not known.");
  }

  @Test
  void follows_a_redirect_and_keeps_the_headers_from_other_hosts() {
    web.onRedirect("/job.jar", "/other%20path/a b.jar#x");
    web.onRedirect("/other%20path/a%20b.jar", "http://127.0.0.1:" + web.port() + "/end.jar");
    web.onJar("/end.jar", JAR);

    bench.fetch(web.address("/job.jar"), Map.of("Authorization", "Bearer hush"), null);

    assertThat(web.requests()).hasSize(3);
    assertThat(web.requests().subList(0, 2))
        .allMatch(r -> r.contains("Authorization: Bearer hush"));
    assertThat(web.requests().get(2)).doesNotContain("hush");
  }

  @Test
  void does_not_run_in_circles() {
    web.onRedirect("/job.jar", "/job.jar");

    assertThat(bench.trouble(web.address("/job.jar"))).hasMessageContaining("redirects");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://localhost/x.jar", "file:/etc/passwd", "https:/x", "http://u:p@h/"})
  void goes_nowhere_but_where_it_might_have_been_sent_at_once(String location) {
    web.onRedirect("/job.jar", location);

    JarException trouble = bench.trouble(web.address("/job.jar"));

    assertThat(trouble.trouble()).isEqualTo(Trouble.WRONG);
    assertThat(trouble).hasMessageContaining("redirects to where it must not");
  }

  @Test
  void is_not_led_out_of_the_addresses_that_are_allowed() {
    web.onRedirect("/jars/job.jar", "/other/job.jar");
    web.onRedirect("/jars/dots.jar", "/jars/%2e%2e/other/job.jar");
    web.onJar("/other/job.jar", JAR);
    List<String> prefixes = List.of(web.address("/jars"));
    try (FetchBench strict =
        new FetchBench(
            folder.resolve("strict"),
            s -> FetchBench.ruled(s, Set.of("http"), prefixes, false, Set.of()))) {
      assertThat(strict.trouble(web.address("/jars/job.jar")))
          .hasMessageContaining("allowed-url-prefixes");
      assertThat(strict.trouble(web.address("/jars/dots.jar")))
          .hasMessageContaining("allowed-url-prefixes");
    }
    assertThat(web.requests()).hasSize(2);
  }

  @Test
  void asks_whether_the_jar_is_still_the_same() {
    web.on("/job.jar", "HTTP/1.1 200 OK\r\nETag: \"v1\"\r\nContent-Length: " + JAR.length, JAR);
    JarFetcher.Fetched first = bench.fetch(web.address("/job.jar"));
    web.on("/job.jar", "HTTP/1.1 304 Not Modified", new byte[0]);

    assertThat(bench.fetch(web.address("/job.jar"), Map.of(), first)).isEqualTo(first);

    assertThat(web.requests().get(1)).contains("\r\nIf-None-Match: \"v1\"\r\n");
  }

  @Test
  void sends_no_header_that_would_be_two() {
    web.onJar("/job.jar", JAR);
    Map<String, String> headers = Map.of("X-A", "b\r\nX-Evil: c");

    assertThatThrownBy(() -> bench.fetch(web.address("/job.jar"), headers, null))
        .isInstanceOf(JarException.class)
        .hasMessageContaining("X-A is no header");
  }

  @Test
  void has_room_for_a_large_jar_only_where_others_can_go() {
    byte[] large = Arrays.copyOf(JAR, 1 << 20);
    for (int i = 0; i < 6; i++) {
      large[large.length - 1] = (byte) i;
      web.onJar("/" + i + ".jar", large.clone());
      bench.fetch(web.address("/" + i + ".jar"));
    }

    assertThat(bench.files()).hasSize(4).noneMatch(name -> name.endsWith(".part"));
  }
}
