package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.ClusterConfig;
import dev.flinkoperator.flinkrest.FlinkBuild;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JobExceptions;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.observe.view.ClusterFacts;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What one cluster is asked once and not with every poll: which Flink it is, and why a job failed.
 * Used by one round of questions at a time.
 */
final class AskedOnce {
  private static final String FAILED = "FAILED";

  /** A session cluster may list a hundred failed jobs; the others follow in the next rounds. */
  private static final int CAUSES_A_ROUND = 5;

  private final FlinkRest rest;
  private final URI address;
  private final Map<String, String> causes = new HashMap<>();
  private final Map<String, Integer> tries = new HashMap<>();
  private @Nullable ClusterFacts facts;
  private int triesForFacts;

  AskedOnce(FlinkRest rest, URI address) {
    this.rest = rest;
    this.address = address;
  }

  @Nullable ClusterFacts facts() {
    return facts;
  }

  /** Why this job failed; null if it has not, or the cluster has not told. */
  @Nullable String cause(String jobId) {
    return causes.get(jobId);
  }

  /**
   * Asks for what is still missing, one request after the other; never completes with a failure.
   */
  CompletableFuture<Void> complete(List<JobSummary> jobs) {
    forgetAllBut(jobs);
    CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);
    if (facts == null && isTurn(++triesForFacts)) {
      asked = then(asked, this::askFacts);
    }
    int asking = 0;
    for (JobSummary job : jobs) {
      if (asking < CAUSES_A_ROUND && lacksCause(job)) {
        asking++;
        asked = then(asked, () -> askCause(job.jobId()));
      }
    }
    return asked;
  }

  /** A question that fails, or cannot even be put, does not keep the others from being asked. */
  private static CompletableFuture<Void> then(
      CompletableFuture<Void> before, Supplier<CompletableFuture<Void>> question) {
    return before.thenCompose(done -> question.get()).exceptionally(failure -> null);
  }

  private boolean lacksCause(JobSummary job) {
    return job.state().equals(FAILED)
        && !causes.containsKey(job.jobId())
        && isTurn(tries.merge(job.jobId(), 1, Integer::sum));
  }

  /** Rounds 1, 2, 4, 8, …: never given up, yet soon as good as free. */
  private static boolean isTurn(int round) {
    return Integer.bitCount(round) == 1;
  }

  private CompletableFuture<Void> askFacts() {
    return rest.call(address, new ClusterConfig())
        .handle(
            (build, failure) -> {
              facts = build == null ? null : facts(build);
              return null;
            });
  }

  private CompletableFuture<Void> askCause(String jobId) {
    return rest.call(address, new JobExceptions(jobId))
        .handle(
            (answer, failure) -> {
              if (answer != null && answer.cause() != null) {
                causes.put(jobId, answer.cause());
              }
              return null;
            });
  }

  private static ClusterFacts facts(FlinkBuild build) {
    return new ClusterFacts(build.version(), build.revision());
  }

  private void forgetAllBut(List<JobSummary> jobs) {
    Set<String> failed = new HashSet<>();
    for (JobSummary job : jobs) {
      if (job.state().equals(FAILED)) {
        failed.add(job.jobId());
      }
    }
    causes.keySet().retainAll(failed);
    tries.keySet().retainAll(failed);
  }
}
