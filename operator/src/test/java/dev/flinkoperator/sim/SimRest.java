package dev.flinkoperator.sim;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.CancelJob;
import dev.flinkoperator.flinkrest.CheckpointResult;
import dev.flinkoperator.flinkrest.CheckpointStatistics;
import dev.flinkoperator.flinkrest.ClusterConfig;
import dev.flinkoperator.flinkrest.ClusterOverview;
import dev.flinkoperator.flinkrest.ClusterSize;
import dev.flinkoperator.flinkrest.CompletedCheckpoint;
import dev.flinkoperator.flinkrest.DisposeSavepoint;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkBuild;
import dev.flinkoperator.flinkrest.FlinkRest;
import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.JobCheckpoints;
import dev.flinkoperator.flinkrest.JobExceptions;
import dev.flinkoperator.flinkrest.JobFailure;
import dev.flinkoperator.flinkrest.JobRestarts;
import dev.flinkoperator.flinkrest.JobVertices;
import dev.flinkoperator.flinkrest.JobsOverview;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.flinkrest.ResourceRequirements;
import dev.flinkoperator.flinkrest.RestartCount;
import dev.flinkoperator.flinkrest.SavepointDisposalResult;
import dev.flinkoperator.flinkrest.SavepointResult;
import dev.flinkoperator.flinkrest.StopWithSavepoint;
import dev.flinkoperator.flinkrest.TriggerCheckpoint;
import dev.flinkoperator.flinkrest.TriggerSavepoint;
import dev.flinkoperator.flinkrest.UpdateResourceRequirements;
import dev.flinkoperator.observe.view.OperationKind;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The way from an operator to Flink's REST API: slow, and now and then cut. */
final class SimRest implements FlinkRest {

  private static final long TIME_OUT = 10_000;

  private final World world;
  private final Dice dice;

  SimRest(World world, Dice dice) {
    this.world = world;
    this.dice = dice;
  }

  @Override
  @SuppressWarnings("unchecked") // each endpoint gets an answer of its own type
  public <T> CompletableFuture<T> call(URI cluster, Endpoint<T> endpoint) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    boolean cut = dice.chance(world.climate().restFailure());
    world
        .timeline()
        .after(
            dice.millis(1, 60),
            () -> {
              JobManagerProcess process = world.flink().serving();
              if ((cut && dice.chance(0.5)) || process == null) {
                fail(answer, cluster, endpoint, Outcome.NOT_CONNECTED, "connection refused");
                return;
              }
              if (endpoint instanceof UpdateResourceRequirements
                  && dice.chance(world.climate().conflict())) {
                answer.completeExceptionally(
                    FlinkRestException.ofStatus(cluster, endpoint, 409, "another update"));
                return;
              }
              Object said = ask(process, endpoint);
              if (cut) {
                later(
                    TIME_OUT, () -> fail(answer, cluster, endpoint, Outcome.TIMEOUT, "no answer"));
              } else if (said == null) {
                later(
                    dice.millis(1, 60),
                    () -> fail(answer, cluster, endpoint, Outcome.HTTP_STATUS, "no such job"));
              } else {
                later(dice.millis(1, 60), () -> answer.complete((T) said));
              }
            });
    return answer;
  }

  /** Null: Flink refuses. */
  private @Nullable Object ask(JobManagerProcess process, Endpoint<?> endpoint) {
    SimOperations operations = world.flink().operations();
    if (endpoint instanceof JobsOverview) {
      return process.job() == null ? List.of() : List.of(process.job().summary());
    } else if (endpoint instanceof CheckpointStatistics statistics) {
      return checkpoints(process, statistics.jobId());
    } else if (endpoint instanceof SavepointResult result) {
      return result(process, result.triggerId());
    } else if (endpoint instanceof CheckpointResult result) {
      return result(process, result.triggerId());
    } else if (endpoint instanceof StopWithSavepoint stop) {
      return begin(
          process,
          OperationKind.StopWithSavepoint,
          stop.jobId(),
          Objects.requireNonNull(stop.triggerId()));
    } else if (endpoint instanceof TriggerSavepoint trigger) {
      return begin(
          process,
          OperationKind.Savepoint,
          trigger.jobId(),
          Objects.requireNonNull(trigger.triggerId()));
    } else if (endpoint instanceof TriggerCheckpoint trigger) {
      return begin(
          process,
          OperationKind.Checkpoint,
          trigger.jobId(),
          Objects.requireNonNull(trigger.triggerId()));
    } else if (endpoint instanceof CancelJob cancel) {
      return operations.cancel(process, cancel.jobId()) ? new Accepted(null) : null;
    } else if (endpoint instanceof ResourceRequirements requirements) {
      SimJob job = adaptive(process, requirements.jobId());
      return job == null ? null : job.scale().bounds();
    } else if (endpoint instanceof JobVertices vertices) {
      SimJob job = adaptive(process, vertices.jobId());
      return job == null ? null : job.scale().vertices(world.timeline().now());
    } else if (endpoint instanceof UpdateResourceRequirements update) {
      SimJob job = adaptive(process, update.jobId());
      int upper = Objects.requireNonNull(update.bounds().get(SimScale.VERTEX)).upper();
      boolean taken = job != null && world.flink().rescales().take(process, job, upper);
      return taken ? new Accepted(null) : null;
    } else if (endpoint instanceof JobRestarts) {
      return new RestartCount(process.job() == null ? 0 : process.job().restarts());
    } else if (endpoint instanceof DisposeSavepoint disposal) {
      world.dispose(disposal.savepointPath());
      return new Accepted("d".repeat(32));
    } else if (endpoint instanceof SavepointDisposalResult) {
      return new OperationResult.Completed(null);
    } else if (endpoint instanceof ClusterConfig) {
      return new FlinkBuild("1.20.0", null);
    } else if (endpoint instanceof ClusterOverview) {
      return new ClusterSize(process.working() ? 1 : 0, 2, 0);
    } else if (endpoint instanceof JobExceptions) {
      return new JobFailure(failure(process));
    }
    throw new IllegalStateException("the simulated Flink does not know " + endpoint.name());
  }

  /** Null: another scheduler, or no such job. */
  private static @Nullable SimJob adaptive(JobManagerProcess process, String jobId) {
    SimJob job = process.job();
    return job == null || !job.id().equals(jobId) || !process.launched().adaptive() ? null : job;
  }

  private static String failure(JobManagerProcess process) {
    String path = process.launched().path();
    return path != null && process.job() != null && process.job().base() == null
        ? "FileNotFoundException: Cannot find checkpoint or savepoint file/directory '" + path + "'"
        : "boom";
  }

  private @Nullable Accepted begin(
      JobManagerProcess process, OperationKind kind, String jobId, String triggerId) {
    world.truth().asked(triggerId);
    SimJob job = process.job();
    if (job == null || !job.id().equals(jobId)) {
      return null;
    }
    world.flink().operations().begin(process, kind, triggerId);
    return new Accepted(triggerId);
  }

  private static OperationResult result(JobManagerProcess process, String triggerId) {
    SimOperation operation = process.operations().get(triggerId);
    return operation == null ? new OperationResult.NotKnown() : operation.result();
  }

  private @Nullable JobCheckpoints checkpoints(JobManagerProcess process, String jobId) {
    SimJob job = process.job();
    if (job == null || !job.id().equals(jobId)) {
      return null;
    }
    return process.cached(
        world.timeline().now(),
        () ->
            new JobCheckpoints(
                told(job.newest(), world.storage()), told(job.base(), world.storage())));
  }

  private static @Nullable CompletedCheckpoint told(@Nullable Snapshot snapshot, Storage storage) {
    return snapshot == null
        ? null
        : new CompletedCheckpoint(
            snapshot.id(),
            storage.at(snapshot.path()) == snapshot ? snapshot.path() : null,
            snapshot.completed(),
            snapshot.savepoint());
  }

  private void later(long millis, Runnable deed) {
    world.timeline().after(millis, deed);
  }

  private static void fail(
      CompletableFuture<?> answer,
      URI cluster,
      Endpoint<?> endpoint,
      Outcome outcome,
      String reason) {
    answer.completeExceptionally(FlinkRestException.of(cluster, endpoint, outcome, reason));
  }
}
