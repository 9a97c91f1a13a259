package dev.flinkoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real API server initializes its storage too quickly to be caught at it. */
class ListableKindsTest {
  private static final int INITIALIZING = 429;

  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          int code = answers.size() > 1 ? answers.remove() : answers.element();
          byte[] body =
              (code == 200
                      ? "{\"kind\":\"FlinkSessionJobList\",\"apiVersion\":\"flink.apache.org/v1beta1\",\"items\":[]}"
                      : "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":"
                          + code
                          + "}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(code, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    client =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder()
                    .withAutoConfigure(false)
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .withRequestRetryBackoffLimit(0)
                    .build())
            .build();
  }

  @AfterEach
  void close() {
    client.close();
    server.stop(0);
  }

  @Test
  void waits_while_the_server_initializes_the_storage_of_a_new_kind() {
    answers.addAll(List.of(INITIALIZING, 503, 200));

    new ListableKinds(client).await(FlinkSessionJob.class, Set.of());

    assertThat(asked)
        .hasSize(3)
        .allSatisfy(
            uri ->
                assertThat(uri)
                    .startsWith("/apis/flink.apache.org/v1beta1/flinksessionjobs?")
                    .contains("resourceVersion=0"));
  }

  @Test
  void asks_in_the_namespaces_that_will_be_watched() {
    answers.add(200);

    new ListableKinds(client).await(FlinkSessionJob.class, Set.of("jobs"));

    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("/apis/flink.apache.org/v1beta1/namespaces/jobs/flinksessionjobs?");
  }

  @Test
  void leaves_it_to_the_watch_to_tell_of_a_missing_permission() {
    answers.add(403);

    new ListableKinds(client).await(FlinkSessionJob.class, Set.of());

    assertThat(asked).hasSize(1);
  }

  @Test
  void does_not_wait_for_ever() {
    answers.add(INITIALIZING);

    new ListableKinds(client, Duration.ofMillis(1)).await(FlinkSessionJob.class, Set.of());

    assertThat(asked).isNotEmpty();
  }
}
