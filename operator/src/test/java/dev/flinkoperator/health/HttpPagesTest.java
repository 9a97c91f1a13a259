package dev.flinkoperator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.health.HttpPages.Page;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpPagesTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void the_probes_say_ok_or_what_is_wrong_at_each_request() throws Exception {
    var dead = new ArrayList<String>();
    try (var pages = HttpPages.start(0, HealthPages.of(() -> dead, () -> List.of("not started")))) {
      assertThat(get(pages, "/healthz").statusCode()).isEqualTo(200);
      dead.addAll(List.of("the informer does not watch", "no thread moves"));
      var answer = get(pages, "/healthz");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body()).isEqualTo("the informer does not watch\nno thread moves\n");
      assertThat(get(pages, "/readyz").body()).isEqualTo("not started\n");
    }
  }

  @Test
  void a_page_that_fails_is_an_error_and_not_the_end() throws Exception {
    try (var pages =
        HttpPages.start(
            0,
            Map.of(
                "/bad",
                () -> {
                  throw new IllegalStateException("secret");
                },
                "/good",
                () -> new Page(200, "text/plain", "yes")))) {
      var bad = get(pages, "/bad");
      assertThat(bad.statusCode()).isEqualTo(500);
      assertThat(bad.body()).contains("IllegalStateException").doesNotContain("secret");
      assertThat(get(pages, "/good").body()).isEqualTo("yes");
    }
  }

  @Test
  void other_paths_and_methods_are_refused() throws Exception {
    try (var pages = HttpPages.start(0, HealthPages.of(List::of, List::of))) {
      var missing = get(pages, "/");
      assertThat(missing.statusCode()).isEqualTo(404);
      assertThat(missing.body()).isEqualTo("There is: /healthz, /readyz\n");
      var post = HttpRequest.newBuilder(uri(pages, "/healthz"));
      var answer =
          http.send(
              post.POST(HttpRequest.BodyPublishers.ofString("x")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(405);
    }
  }

  @Test
  void closing_frees_the_port() throws Exception {
    var first = HttpPages.start(0, Map.of());
    int port = first.port();
    assertThatThrownBy(() -> HttpPages.start(port, Map.of()))
        .hasMessageStartingWith("port " + port + " can't be listened on");
    first.close();
    HttpPages.start(port, Map.of()).close();
  }

  private HttpResponse<String> get(HttpPages pages, String path)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(uri(pages, path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(HttpPages pages, String path) {
    return URI.create("http://127.0.0.1:" + pages.port() + path);
  }
}
