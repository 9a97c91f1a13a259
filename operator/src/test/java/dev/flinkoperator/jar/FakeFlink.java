package dev.flinkoperator.jar;

import dev.flinkoperator.flinkrest.DeleteJar;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.JarOnCluster;
import dev.flinkoperator.flinkrest.ListJars;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.RunAnswer;
import dev.flinkoperator.flinkrest.RunJar;
import dev.flinkoperator.flinkrest.UploadJar;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** As much of a JobManager as jars need. */
final class FakeFlink implements FlinkRest {
  final Map<String, JarOnCluster> jars = new LinkedHashMap<>();
  final Map<String, byte[]> contents = new LinkedHashMap<>();
  final List<String> calls = new ArrayList<>();
  private final List<String> started = new ArrayList<>();

  /** Held back until it is completed. */
  @Nullable CompletableFuture<Void> uploadsWaitFor;

  @Nullable Outcome runFails;
  boolean losesJars;
  boolean restartsBeforeTheRun;
  Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @Override
  public synchronized <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
    calls.add(endpoint.name());
    CompletableFuture<Void> first = CompletableFuture.completedFuture(null);
    if (endpoint instanceof UploadJar && uploadsWaitFor != null) {
      first = uploadsWaitFor;
    }
    if (endpoint instanceof RunJar && runFails != null) {
      return CompletableFuture.failedFuture(
          FlinkRestException.of(cluster, endpoint, runFails, "as told"));
    }
    return first.thenApply(go -> cast(answer(endpoint)));
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized JarOnCluster add(String name, @Nullable Instant uploaded) {
    JarOnCluster jar = new JarOnCluster(UUID.randomUUID() + "_" + name, name, uploaded);
    jars.put(jar.id(), jar);
    return jar;
  }

  private synchronized Object answer(Endpoint<?> endpoint) {
    if (endpoint instanceof ListJars) {
      return List.copyOf(jars.values());
    }
    if (endpoint instanceof UploadJar upload) {
      JarOnCluster jar = add(upload.fileName(), now);
      try {
        contents.put(jar.id(), Files.readAllBytes(upload.jar()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return jar.id();
    }
    if (endpoint instanceof DeleteJar delete) {
      return jars.remove(delete.jarId()) != null;
    }
    return run((RunJar) endpoint);
  }

  private RunAnswer run(RunJar run) {
    if (restartsBeforeTheRun) {
      restartsBeforeTheRun = false;
      jars.clear();
    }
    if (losesJars || !jars.containsKey(run.jarId())) {
      return RunAnswer.JAR_MISSING;
    }
    if (started.contains(run.job().jobId())) {
      return RunAnswer.DUPLICATE;
    }
    started.add(run.job().jobId());
    return RunAnswer.STARTED;
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object answer) {
    return (T) answer;
  }
}
