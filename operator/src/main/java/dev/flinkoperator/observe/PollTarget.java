package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.OperationQuestion;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RestartsQuestion;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cluster and what it is asked in each round, besides its jobs.
 *
 * @param address of the REST API, for example {@code http://basic-example-rest.default:8081}
 * @param epoch what tells one incarnation of the cluster from the next behind the same address, for
 *     example the uid of the JobManager Deployment
 * @param checkpointsOf id of the job whose completed checkpoints are asked for; null: nobody's
 * @param checkpointsAge how old an answer about checkpoints may be when it arrives
 * @param operation whose result is asked for; null: nobody's
 * @param restarts asked for with a request of their own; null: not asked
 * @param rescale between which bounds the job runs is asked for too, until it is as wanted; null:
 *     not asked
 * @param size how many TaskManagers and slots there are is asked for too
 */
public record PollTarget(
    URI address,
    String epoch,
    Pace pace,
    @Nullable String checkpointsOf,
    Duration checkpointsAge,
    @Nullable OperationQuestion operation,
    @Nullable RestartsQuestion restarts,
    @Nullable RescaleQuestion rescale,
    boolean size) {

  /** Does not ask how parallel the job runs. */
  public PollTarget(
      URI address,
      String epoch,
      Pace pace,
      @Nullable String checkpointsOf,
      Duration checkpointsAge,
      @Nullable OperationQuestion operation,
      @Nullable RestartsQuestion restarts,
      boolean size) {
    this(address, epoch, pace, checkpointsOf, checkpointsAge, operation, restarts, null, size);
  }

  /** Does not ask for the size of the cluster. */
  public PollTarget(
      URI address,
      String epoch,
      Pace pace,
      @Nullable String checkpointsOf,
      Duration checkpointsAge,
      @Nullable OperationQuestion operation,
      @Nullable RestartsQuestion restarts) {
    this(address, epoch, pace, checkpointsOf, checkpointsAge, operation, restarts, false);
  }

  /** Does not ask for restarts. */
  public PollTarget(
      URI address,
      String epoch,
      Pace pace,
      @Nullable String checkpointsOf,
      Duration checkpointsAge,
      @Nullable OperationQuestion operation) {
    this(address, epoch, pace, checkpointsOf, checkpointsAge, operation, null);
  }

  /** Asks for the jobs and nothing else. */
  public PollTarget(URI address, String epoch, Pace pace) {
    this(address, epoch, pace, null, CheckpointsAge.DEFAULT, null);
  }

  boolean sameCluster(PollTarget other) {
    return address.equals(other.address) && epoch.equals(other.epoch);
  }
}
