package dev.flinkoperator.observe.view;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision about a session job is made from, seen at one moment.
 *
 * @param resource with its status as last written by us
 * @param cluster the FlinkDeployment the job runs on, or is to run on; null: there is none
 * @param job the last answer of the cluster's REST API
 * @param checkpoints what the job has completed; null: not asked, or nobody has answered
 * @param operation how the operation that {@code status.operation} names does; null: none is named,
 *     or nobody has answered
 * @param submission how the submission that {@code status.submission} names does; null: none is
 *     named
 * @param startsFrom the FlinkStateSnapshot that the job names to start from; null: it names none,
 *     or there is none of that name
 * @param disposal the last disposal of a savepoint that has ended; null: none is known
 */
public record SessionJobObservation(
    FlinkSessionJob resource,
    @Nullable FlinkDeployment cluster,
    JobSnapshot job,
    @Nullable CheckpointsView checkpoints,
    @Nullable OperationView operation,
    @Nullable SubmissionView submission,
    @Nullable NamedSnapshotView startsFrom,
    @Nullable DisposalView disposal) {

  /** The job names no FlinkStateSnapshot, and nothing is heard of a disposal. */
  public SessionJobObservation(
      FlinkSessionJob resource,
      @Nullable FlinkDeployment cluster,
      JobSnapshot job,
      @Nullable CheckpointsView checkpoints,
      @Nullable OperationView operation,
      @Nullable SubmissionView submission) {
    this(resource, cluster, job, checkpoints, operation, submission, null, null);
  }

  /** The same world, in which the job names this FlinkStateSnapshot to start from. */
  public SessionJobObservation startingFrom(@Nullable NamedSnapshotView snapshot) {
    return new SessionJobObservation(
        resource, cluster, job, checkpoints, operation, submission, snapshot, disposal);
  }
}
