package dev.flinkoperator.observe;

import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.JobsOverview;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A round of questions to one cluster, one after the other: its jobs, then what is asked of one of
 * them, then what is asked once. Used by one round at a time.
 */
final class Questions {

  final AskedOnce once;
  final CheckpointQuestions checkpoints;
  final OperationQuestions operation;
  final RestartQuestions restarts;
  final RescaleQuestions rescale;
  final SizeQuestions size;
  private final CallInFlight rest;

  Questions(FlinkRest calls, PollTimer timer, Clock clock, PollTarget target) {
    this.rest = new CallInFlight(calls);
    this.once = new AskedOnce(rest, target.address());
    this.checkpoints = new CheckpointQuestions(rest, timer);
    this.operation = new OperationQuestions(rest);
    this.restarts = new RestartQuestions(rest, timer);
    this.rescale = new RescaleQuestions(rest, timer, clock);
    this.size = new SizeQuestions(rest);
  }

  /**
   * @return the jobs, when all has been asked; a failure if they could not be told
   */
  CompletableFuture<List<JobSummary>> round(PollTarget target) {
    CompletableFuture<List<JobSummary>> overview;
    try {
      overview = rest.call(target.address(), new JobsOverview());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return overview.thenCompose(
        jobs ->
            then(() -> operation.ask(target.address(), target.operation()))
                .thenCompose(done -> then(() -> checkpoints.ask(target, jobs)))
                .thenCompose(done -> then(() -> restarts.ask(target, jobs)))
                .thenCompose(done -> then(() -> rescale.ask(target, jobs)))
                .thenCompose(done -> then(() -> size.ask(target)))
                .thenCompose(done -> then(() -> once.complete(jobs)))
                .thenApply(done -> jobs));
  }

  /** Ends a round that goes on; there is no other. */
  void giveUp() {
    rest.giveUp();
  }

  /** A question that cannot even be put does not keep the others from being asked. */
  private static CompletableFuture<Void> then(Supplier<CompletableFuture<Void>> question) {
    try {
      return question.get().exceptionally(failure -> null);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(null);
    }
  }
}
