package dev.flinkoperator.jar;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Fetches one jar into the folder: redirects, limits, checksum. Blocks its thread. */
final class JarFetcher {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final JarSettings settings;
  private final AddressRules rules;
  private final Connections connections;
  private final JarKeeper keeper;
  private final ScheduledExecutorService clock;

  JarFetcher(
      JarSettings settings,
      AddressRules rules,
      Connections connections,
      JarKeeper keeper,
      ScheduledExecutorService clock) {
    this.settings = settings;
    this.rules = rules;
    this.connections = connections;
    this.keeper = keeper;
    this.clock = clock;
  }

  /**
   * @param sha256 the jar has; may be another than the one asked for only if none was asked for
   * @param version strong ETag the server gave it; null: none
   */
  record Fetched(String sha256, @Nullable String version) {}

  /**
   * @param known what this address brought last time, still in the folder; null: nothing
   * @throws JarException WRONG or NOT_NOW
   */
  Fetched fetch(JarSource.Remote source, Map<String, String> headers, @Nullable Fetched known) {
    long end = System.nanoTime() + settings.timeLimit().toNanos();
    URI uri = source.uri();
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      boolean sameHost = isSameOrigin(source.uri(), uri);
      Map<String, String> sent = new LinkedHashMap<>(sameHost ? headers : Map.of());
      if (known != null && known.version() != null) {
        sent.put("If-None-Match", known.version());
      }
      Step step;
      try {
        rules.check(uri);
        step = step(uri, source.sha256(), sent, known, end);
      } catch (JarException e) {
        throw redirects == 0 || e.trouble() != JarException.Trouble.WRONG
            ? e
            : JarException.wrong(
                Shown.address(source.uri()) + " redirects to where it must not: " + e.getMessage());
      }
      if (step.fetched() != null) {
        return step.fetched();
      }
      uri = step.next();
    }
    throw JarException.wrong(
        "%s leads through more than %d redirects."
            .formatted(Shown.address(source.uri()), MAX_REDIRECTS));
  }

  private record Step(URI next, @Nullable Fetched fetched) {}

  private Step step(
      URI uri,
      @Nullable String wanted,
      Map<String, String> headers,
      @Nullable Fetched known,
      long end) {
    try (HangUp hangUp = new HangUp(clock, end - System.nanoTime());
        Connections.Connection connection = connections.connect(uri, hangUp::watch)) {
      HttpAnswer answer = HttpGet.send(connection, uri, headers);
      if (REDIRECTS.contains(answer.status())) {
        return new Step(location(uri, answer), null);
      }
      if (answer.status() == 304 && known != null) {
        return new Step(uri, known);
      }
      requireJar(uri, answer);
      try (InputStream body = answer.body()) {
        String sha256 = keeper.keep(uri, body, answer.length(), wanted);
        return new Step(uri, new Fetched(sha256, strong(answer.header("etag"))));
      }
    } catch (IOException e) {
      if (end - System.nanoTime() <= 0) {
        throw FetchFailure.late(uri, settings.timeLimit());
      }
      throw FetchFailure.of(uri, e);
    }
  }

  private static void requireJar(URI uri, HttpAnswer answer) {
    if (answer.status() != 200) {
      throw JarException.notNow(
          "%s: the server answers %d.".formatted(Shown.address(uri), answer.status()));
    }
    String coding = answer.header("content-encoding");
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw JarException.wrong(
          "%s: the server sends it compressed, unasked.".formatted(Shown.address(uri)));
    }
  }

  private static URI location(URI from, HttpAnswer answer) {
    String location = answer.header("location");
    try {
      if (location != null) {
        // Against the specification many servers write blanks as they are.
        URI next = from.resolve(new URI(location.replace(" ", "%20")));
        String whole = next.toString();
        int fragment = whole.indexOf('#');
        return fragment < 0 ? next : new URI(whole.substring(0, fragment));
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw JarException.notNow(
        "%s: the server redirects to no usable address.".formatted(Shown.address(from)));
  }

  private static boolean isSameOrigin(URI one, URI other) {
    return one.getHost().equalsIgnoreCase(other.getHost())
        && one.getScheme().equalsIgnoreCase(other.getScheme())
        && Ports.of(one) == Ports.of(other);
  }

  private static @Nullable String strong(@Nullable String etag) {
    return etag != null && etag.startsWith("\"") && etag.length() <= 200 ? etag : null;
  }
}
