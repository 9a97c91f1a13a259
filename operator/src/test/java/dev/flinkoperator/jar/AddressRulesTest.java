package dev.flinkoperator.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
  private static final AddressRules RULES = rules(Set.of("nexus.tools.svc"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "168.63.129.16",
        "100.100.100.200",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "ff02::1",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::10.0.0.1",
        "64:ff9b::127.0.0.1",
        "64:ff9b:1::8.8.8.8",
        "64:ff9b::169.254.169.254",
        "2002:7f00:1::",
        "2001:0:1::"
      })
  void never_lets_near_the_pod_its_node_or_metadata(String address) throws Exception {
    URI named = URI.create("https://nexus.tools.svc/x.jar");

    assertThatThrownBy(() -> RULES.check(named, InetAddress.getByName(address)))
        .isInstanceOf(JarException.class)
        .hasMessageContaining("own pod");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.8",
        "fc00::1",
        "fdff::1",
        "fec0::1",
        "64:ff9b::10.0.0.1"
      })
  void lets_into_a_private_network_only_by_name(String address) throws Exception {
    InetAddress resolved = InetAddress.getByName(address);

    assertThatThrownBy(() -> RULES.check(URI.create("https://jars.example.com/x"), resolved))
        .isInstanceOf(JarException.class)
        .hasMessageContaining("private-hosts");
    assertThatCode(() -> RULES.check(URI.create("https://Nexus.tools.svc/x"), resolved))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.32.0.1",
        "100.128.0.1",
        "192.0.1.1",
        "2606:4700::1111",
        "64:ff9b::8.8.8.8"
      })
  void lets_out_into_the_world(String address) throws Exception {
    InetAddress resolved = InetAddress.getByName(address);

    assertThatCode(() -> RULES.check(URI.create("https://jars.example.com/x"), resolved))
        .doesNotThrowAnyException();
  }

  /** A second question, as any HTTP client would ask it, may bring another answer. */
  @Test
  void asks_for_the_address_once_and_goes_to_the_one_it_has_judged(@TempDir Path folder)
      throws Exception {
    AtomicInteger asked = new AtomicInteger();
    byte[] loopback = {127, 0, 0, 1};
    try (WebStub web = new WebStub();
        FetchBench bench =
            new FetchBench(
                folder,
                settings -> settings,
                host -> {
                  asked.incrementAndGet();
                  return new InetAddress[] {InetAddress.getByAddress(host, loopback)};
                },
                (SSLSocketFactory) SSLSocketFactory.getDefault())) {
      web.onJar("/x.jar", FetchBench.JAR);

      bench.fetch("http://jars.example.com:" + web.port() + "/x.jar");

      assertThat(asked).hasValue(1);
      assertThat(web.requests().get(0)).contains("\r\nHost: jars.example.com:" + web.port());
    }
  }

  @Test
  void refuses_a_host_with_one_bad_address_among_good_ones(@TempDir Path folder) throws Exception {
    try (WebStub web = new WebStub();
        FetchBench bench =
            new FetchBench(
                folder,
                s -> FetchBench.ruled(s, Set.of("http"), List.of(), true, Set.of()),
                host ->
                    new InetAddress[] {
                      InetAddress.getByName("192.0.2.1"), InetAddress.getByName("127.0.0.1")
                    },
                (SSLSocketFactory) SSLSocketFactory.getDefault())) {
      assertThat(bench.trouble("http://jars.example.com:" + web.port() + "/x.jar"))
          .hasMessageContaining("own pod");
      assertThat(web.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost/x.jar", "http://127.1/x.jar", "http://2130706433/x.jar",
        "http://[::1]/x.jar", "http://[::ffff:127.0.0.1]/x.jar", "http://0/x.jar"
      })
  void knows_loopback_however_it_is_written(String uri, @TempDir Path folder) {
    try (FetchBench bench =
        new FetchBench(
            folder, s -> FetchBench.ruled(s, Set.of("http"), List.of(), true, Set.of()))) {
      // A newer Java takes odd ways to write an address for names, which nobody knows.
      assertThat(bench.trouble(uri).getMessage())
          .containsAnyOf("own pod", "host name not known", "no host");
    }
  }

  @Test
  void looks_again_after_a_redirect(@TempDir Path folder) throws Exception {
    try (WebStub web = new WebStub();
        FetchBench bench =
            new FetchBench(
                folder,
                s -> FetchBench.ruled(s, Set.of("http"), List.of(), true, Set.of()),
                new WorldOnLoopback(),
                (SSLSocketFactory) SSLSocketFactory.getDefault())) {
      web.onJar("/good.jar", FetchBench.JAR);
      web.onRedirect("/bad.jar", "http://127.0.0.1:" + web.port() + "/secret");
      String host = "http://jars.example.com:" + web.port();

      assertThat(bench.trouble(host + "/bad.jar"))
          .hasMessageContaining("redirects to where it must not")
          .hasMessageContaining("own pod");
      assertThat(web.requests()).hasSize(1);
      assertThat(bench.fetch(host + "/good.jar").sha256()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://repo.example.com/jars, https://repo.example.com/jars/x.jar, true",
    "https://repo.example.com/jars, https://repo.example.com/jars, true",
    "https://repo.example.com/jars/, https://REPO.example.com:443/jars/x.jar?a=b, true",
    "https://repo.example.com, https://repo.example.com/x.jar, true",
    "https://repo.example.com/jars, https://repo.example.com/jars-of-others/x.jar, false",
    "https://repo.example.com, https://repo.example.com.evil.org/x.jar, false",
    "https://repo.example.com, https://repo.example.com:8443/x.jar, false",
    "https://repo.example.com, http://repo.example.com/x.jar, false",
    "https://repo.example.com/jars, https://repo.example.com/jars/../x.jar, false",
    "https://repo.example.com/jars, https://repo.example.com/jars/%2E%2e/x.jar, false",
    "https://repo.example.com/jars, https://repo.example.com/jars/..%2fx.jar, false",
    "https://repo.example.com/jars, https://repo.example.com/jars/.%5Cx.jar, false"
  })
  void holds_an_address_against_the_beginnings_that_are_allowed(
      String prefix, String uri, boolean allowed) {
    JarSettings settings =
        FetchBench.ruled(
            FetchBench.settings(Path.of(".")),
            Set.of("http", "https"),
            List.of(prefix),
            true,
            Set.of());
    AddressRules rules = new AddressRules(settings);

    if (allowed) {
      assertThatCode(() -> rules.check(URI.create(uri))).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> rules.check(URI.create(uri)))
          .isInstanceOf(JarException.class)
          .hasMessageContaining("allowed-url-prefixes");
    }
  }

  private static AddressRules rules(Set<String> privateHosts) {
    return new AddressRules(
        FetchBench.ruled(
            FetchBench.settings(Path.of(".")), Set.of("https"), List.of(), true, privateHosts));
  }

  /** A host of the world, by its address, that answers from this machine. */
  private static final class WorldOnLoopback implements Network {
    private static final byte[] WORLD = {8, 8, 8, 8};

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
      return host.equals("jars.example.com")
          ? new InetAddress[] {InetAddress.getByAddress(host, WORLD)}
          : InetAddress.getAllByName(host);
    }

    @Override
    public void connect(Socket socket, InetSocketAddress to, int millis) throws IOException {
      assertThat(to.getAddress().getAddress()).isEqualTo(WORLD);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to.getPort()), millis);
    }
  }
}
