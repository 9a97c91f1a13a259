package dev.flinkoperator.jar;

import dev.flinkoperator.flinkrest.DeleteJar;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JarOnCluster;
import dev.flinkoperator.flinkrest.ListJars;
import dev.flinkoperator.flinkrest.UploadJar;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars the operator has put on clusters. Named after their checksum, so that one serves all
 * jobs with that jar; a restart of the JobManager loses them, and they are put there again. Who may
 * reach a cluster's REST API could put another jar under such a name, but may run anything there
 * anyway.
 */
final class ClusterJars {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterJars.class);
  private static final String NAME = "flink-operator-%s.jar";
  private static final Pattern OURS = Pattern.compile("flink-operator-[0-9a-f]{64}\\.jar");

  /** Kept that long for the next job, or the next version of the same, on the cluster's disk. */
  private static final Duration KEPT = Duration.ofHours(1);

  /** Longer than the run that it was handed out for may take. */
  private static final Duration IN_USE = Duration.ofMinutes(15);

  private final FlinkRest rest;
  private final JarFolder folder;
  private final Clock clock;
  private final SingleFlight<Place, String> uploads = new SingleFlight<>();
  private final Map<Given, Instant> given = new ConcurrentHashMap<>();

  ClusterJars(FlinkRest rest, JarFolder folder, Clock clock) {
    this.rest = rest;
    this.folder = folder;
    this.clock = clock;
  }

  private record Place(URI cluster, String sha256) {}

  private record Given(URI cluster, String jarId) {}

  /** Flink's id of the jar; null if the cluster does not have it. */
  CompletableFuture<@Nullable String> find(URI cluster, String sha256) {
    return rest.call(cluster, new ListJars()).thenApply(jars -> given(cluster, sha256, jars));
  }

  /** Flink's id of the jar, which is uploaded from the folder unless the cluster has it. */
  CompletableFuture<String> put(URI cluster, String sha256) {
    return uploads.join(
        new Place(cluster, sha256),
        () ->
            rest.call(cluster, new ListJars())
                .thenCompose(
                    jars -> {
                      String present = given(cluster, sha256, jars);
                      tidy(cluster, sha256, jars);
                      return present == null
                          ? upload(cluster, sha256)
                          : CompletableFuture.completedFuture(present);
                    }));
  }

  private CompletableFuture<String> upload(URI cluster, String sha256) {
    JarFolder.Held jar = folder.hold(sha256);
    if (jar == null) {
      return CompletableFuture.failedFuture(
          JarException.notNow(
              "The jar had to make room for others before it was uploaded"
                  + " (kubernetes.operator.user.artifacts.cache.max-size)."));
    }
    return rest.call(cluster, new UploadJar(jar.path(), NAME.formatted(sha256)))
        .whenComplete((id, failure) -> jar.close())
        .thenApply(
            id -> {
              given.put(new Given(cluster, id), clock.instant());
              return id;
            });
  }

  private @Nullable String given(URI cluster, String sha256, List<JarOnCluster> jars) {
    String name = NAME.formatted(sha256);
    String id =
        jars.stream()
            .filter(jar -> jar.name().equals(name))
            .max(Comparator.comparing(ClusterJars::uploaded))
            .map(JarOnCluster::id)
            .orElse(null);
    if (id != null) {
      given.put(new Given(cluster, id), clock.instant());
    }
    return id;
  }

  /** Takes away what no job has asked for in a while. That it may fail is no matter. */
  private void tidy(URI cluster, String wanted, List<JarOnCluster> jars) {
    Instant now = clock.instant();
    given.values().removeIf(time -> time.isBefore(now.minus(IN_USE)));
    for (JarOnCluster jar : jars) {
      boolean old = jar.uploaded() != null && jar.uploaded().isBefore(now.minus(KEPT));
      if (old
          && OURS.matcher(jar.name()).matches()
          && !jar.name().equals(NAME.formatted(wanted))
          && !given.containsKey(new Given(cluster, jar.id()))) {
        delete(cluster, jar);
      }
    }
  }

  private void delete(URI cluster, JarOnCluster jar) {
    try {
      rest.call(cluster, new DeleteJar(jar.id()))
          .whenComplete(
              (there, failure) ->
                  LOG.debug("Jar {} deleted on {}: {}", jar.name(), cluster.getHost(), there));
    } catch (IllegalArgumentException e) {
      LOG.debug("Jar {} cannot be deleted", jar.name());
    }
  }

  private static Instant uploaded(JarOnCluster jar) {
    return jar.uploaded() == null ? Instant.EPOCH : jar.uploaded();
  }
}
