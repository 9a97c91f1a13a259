package dev.flinkoperator.observe.view;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything a decision is made from, seen at one moment. The caches behind it may be stale; a plan
 * must be harmless when they are.
 *
 * @param resource the FlinkDeployment with its status as last written by us
 * @param inForce the recorded revision that {@code status.revision} names; null: none is named, or
 *     the named one is gone
 * @param revisions every revision recorded for the resource, oldest first
 * @param jobManager null: no JobManager Deployment of this name
 * @param pods of the cluster, JobManagers and TaskManagers
 * @param job the last answer of Flink's REST API
 * @param checkpoints what the job in force has completed; null: not asked, or nobody has answered
 * @param operation how the operation that {@code status.operation} names does; null: none is named,
 *     or nobody has answered
 * @param highAvailability what Flink has written into its own ConfigMaps
 * @param stable the recorded revision that {@code status.lastStableRevision} names, the one in
 *     force perhaps; null: none is named, or the named one is gone
 * @param disposal the last disposal of a savepoint that has ended; null: none is known
 * @param restarts how often Flink has restarted the job lately; null: not asked, or nobody answered
 * @param rescale how parallel the job runs; null: not asked, or nobody answered
 * @param sessionJobs the FlinkSessionJobs that name this cluster
 * @param startsFrom the FlinkStateSnapshot that the job names to start from; null: it names none,
 *     or there is none of that name
 */
public record Observation(
    FlinkDeployment resource,
    @Nullable Revision inForce,
    List<RevisionName> revisions,
    @Nullable JobManagerView jobManager,
    List<PodView> pods,
    JobSnapshot job,
    @Nullable CheckpointsView checkpoints,
    @Nullable OperationView operation,
    HighAvailabilityView highAvailability,
    @Nullable Revision stable,
    @Nullable DisposalView disposal,
    @Nullable RestartsView restarts,
    @Nullable RescaleView rescale,
    List<SessionJobView> sessionJobs,
    @Nullable NamedSnapshotView startsFrom) {

  public Observation {
    sessionJobs = List.copyOf(sessionJobs);
  }

  /** No FlinkSessionJob names the cluster, and it names no FlinkStateSnapshot. */
  public Observation(
      FlinkDeployment resource,
      @Nullable Revision inForce,
      List<RevisionName> revisions,
      @Nullable JobManagerView jobManager,
      List<PodView> pods,
      JobSnapshot job,
      @Nullable CheckpointsView checkpoints,
      @Nullable OperationView operation,
      HighAvailabilityView highAvailability,
      @Nullable Revision stable,
      @Nullable DisposalView disposal,
      @Nullable RestartsView restarts) {
    this(
        resource,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        stable,
        disposal,
        restarts,
        null,
        List.of(),
        null);
  }

  /** Nothing is heard of a disposal or of restarts. */
  public Observation(
      FlinkDeployment resource,
      @Nullable Revision inForce,
      List<RevisionName> revisions,
      @Nullable JobManagerView jobManager,
      List<PodView> pods,
      JobSnapshot job,
      @Nullable CheckpointsView checkpoints,
      @Nullable OperationView operation,
      HighAvailabilityView highAvailability,
      @Nullable Revision stable) {
    this(
        resource,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        stable,
        null,
        null);
  }

  /** No revision but the one in force is known. */
  public Observation(
      FlinkDeployment resource,
      @Nullable Revision inForce,
      List<RevisionName> revisions,
      @Nullable JobManagerView jobManager,
      List<PodView> pods,
      JobSnapshot job,
      @Nullable CheckpointsView checkpoints,
      @Nullable OperationView operation,
      HighAvailabilityView highAvailability) {
    this(
        resource,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        null);
  }

  /** Nothing is known of checkpoints, operations and high availability. */
  public Observation(
      FlinkDeployment resource,
      @Nullable Revision inForce,
      List<RevisionName> revisions,
      @Nullable JobManagerView jobManager,
      List<PodView> pods,
      JobSnapshot job) {
    this(
        resource, inForce, revisions, jobManager, pods, job, null, null, HighAvailabilityView.NONE);
  }

  /** The same world around another form of the resource. */
  public Observation of(FlinkDeployment other) {
    return new Observation(
        other,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        stable,
        disposal,
        restarts,
        rescale,
        sessionJobs,
        startsFrom);
  }

  /** The same world with these FlinkSessionJobs on the cluster. */
  public Observation with(List<SessionJobView> others) {
    return new Observation(
        resource,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        stable,
        disposal,
        restarts,
        rescale,
        others,
        startsFrom);
  }

  /** The same world, in which the job names this FlinkStateSnapshot to start from. */
  public Observation startingFrom(@Nullable NamedSnapshotView snapshot) {
    return new Observation(
        resource,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        stable,
        disposal,
        restarts,
        rescale,
        sessionJobs,
        snapshot);
  }

  /** The same world, told how parallel the job runs. */
  public Observation told(@Nullable RescaleView other) {
    return new Observation(
        resource,
        inForce,
        revisions,
        jobManager,
        pods,
        job,
        checkpoints,
        operation,
        highAvailability,
        stable,
        disposal,
        restarts,
        other,
        sessionJobs,
        startsFrom);
  }

  /** The JobManager Deployment is there and belongs to the resource. */
  public boolean ownsJobManager() {
    return jobManager != null
        && jobManager.belongsTo(
            resource.getMetadata().getUid(), inForce == null ? null : inForce.launchedAs());
  }

  /** No JobManager Deployment is left and every pod of the cluster has ended. */
  public boolean clusterGone() {
    return jobManager == null && pods.stream().allMatch(PodView::ended);
  }

  /**
   * A revision known by name.
   *
   * @param number counts up by one with every revision of the resource
   */
  public record RevisionName(String name, long number) {}
}
