package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flinkoperator.flinkrest.CallListener;
import dev.flinkoperator.flinkrest.FlinkRestCaller;
import dev.flinkoperator.flinkrest.RestSettings;
import dev.flinkoperator.observe.view.ClusterFacts;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.Unreachable;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The real thread, the real client and a real server. */
class JobPollerOverHttpTest {
  private static final int RESOURCES = 200;
  private static final PollIntervals QUICK =
      new PollIntervals(Duration.ofMillis(20), Duration.ofMillis(300));

  private final Set<ResourceID> changed = ConcurrentHashMap.newKeySet();

  @Test
  void follows_a_cluster_through_its_life_and_leaves_no_thread_behind() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/jobs/overview", exchange -> send(exchange, "1.20/jobs-overview"));
    server.createContext("/config", exchange -> send(exchange, "1.20/config"));
    server.createContext("/jobs", exchange -> send(exchange, "1.20/job-exceptions"));
    server.start();
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (FlinkRestCaller rest =
            new FlinkRestCaller(RestSettings.defaults().withMaxInFlight(8), CallListener.NONE);
        JobPoller poller = new JobPoller(rest, Clock.systemUTC(), QUICK, changed::add)) {
      for (int i = 0; i < RESOURCES; i++) {
        poller.follow(
            id(i), new PollTarget(address, "uid", i % 2 == 0 ? Pace.MOVING : Pace.STABLE));
      }
      await().until(() -> changed.size() == RESOURCES);
      for (int i = 0; i < RESOURCES; i++) {
        Reached reached = (Reached) poller.last(id(i));
        assertThat(reached.facts())
            .isEqualTo(new ClusterFacts("1.20.0", "b1fe7b4 @ 2024-07-25T04:17:52+02:00"));
        assertThat(reached.job("0f1e2d3c4b5a69788796a5b4c3d2e1f0"))
            .hasValueSatisfying(
                job -> assertThat(job.failure()).startsWith("JobException: Recovery is"));
      }

      server.stop(0);

      await().until(() -> allUnreachable(poller));
      for (int i = 0; i < RESOURCES; i++) {
        assertThat(((Unreachable) poller.last(id(i))).last()).isNotNull();
      }
    }
    await().until(() -> threads().noneMatch(name -> name.startsWith("job-poller")));
  }

  private static boolean allUnreachable(JobPoller poller) {
    for (int i = 0; i < RESOURCES; i++) {
      JobSnapshot last = poller.last(id(i));
      if (!(last instanceof Unreachable)) {
        return false;
      }
    }
    return true;
  }

  private static Stream<String> threads() {
    return Thread.getAllStackTraces().keySet().stream().map(Thread::getName);
  }

  private static void send(HttpExchange exchange, String sample) throws IOException {
    try (exchange;
        InputStream file =
            JobPollerOverHttpTest.class.getResourceAsStream("/flinkrest/" + sample + ".json")) {
      byte[] body = file.readAllBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static ResourceID id(int i) {
    return new ResourceID("job-" + i, "ns");
  }
}
