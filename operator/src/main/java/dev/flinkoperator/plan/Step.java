package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.SessionJobView;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One side effect of a pass. Each can be done twice without harm; they are done in order, and the
 * first that does not succeed ends the pass.
 */
public sealed interface Step {

  /** Keeps a revision before anything is made from it. */
  record RecordRevision(Revision revision) implements Step {}

  /**
   * Writes the status before what follows, if it names another revision or job than the one that is
   * written: after a crash the next pass must know them. Every pass writes its status at the end.
   */
  record SaveIntent() implements Step {}

  /** Makes a JobManager Deployment visible again whose labels somebody took away. */
  record ReclaimJobManager(Revision revision) implements Step {}

  /**
   * Ends the JobManager but not yet its TaskManagers, unless the Deployment is another one by now.
   * It is never scaled up again.
   *
   * @param now written on it
   */
  record ScaleDownJobManager(String uid, Instant now) implements Step {}

  /** Deletes the JobManager Deployment, and with it all pods, unless it is another one by now. */
  record DeleteJobManager(String uid) implements Step {}

  /**
   * Deletes the JobManager Deployment of a job that has never begun as far as anybody knows. Waits
   * if the API server itself knows better, or the Deployment changes meanwhile: the watch lags.
   *
   * @param available as it was seen: what has become available since may have begun the job; in
   *     standalone mode, what has been available
   */
  record DeleteUnbegunJobManager(String uid, boolean available) implements Step {}

  /**
   * Asks the API server itself, not a cache, whether Deployment and pods are really gone.
   *
   * @param foreignIsGone a Deployment of somebody else does not matter; else its name is in the way
   */
  record ConfirmClusterGone(boolean foreignIsGone) implements Step {}

  /**
   * Ends the JobManager Deployment that pods are left of but that no watch shows: somebody took its
   * labels away.
   */
  record EndHiddenJobManager() implements Step {}

  /**
   * Deletes Flink's high-availability ConfigMaps. A job that starts under a new id must not find
   * the graph of an older one there: Flink would run both (FLINK-37571).
   *
   * @param keptJobId the job whose own checkpoints stay; null: none
   */
  record DeleteHighAvailabilityMetadata(@Nullable String keptJobId) implements Step {
    static DeleteHighAvailabilityMetadata all() {
      return new DeleteHighAvailabilityMetadata(null);
    }
  }

  /**
   * Asks Flink for an operation and does not wait for the answer: whether it has arrived is told by
   * the poller. Only where the status that names it is written.
   *
   * @param address of the REST API
   * @param directory for a savepoint; null: Flink's own setting
   * @param drain sends MAX_WATERMARK before a stop: the job is not meant to go on
   * @param formatType of a savepoint: CANONICAL or NATIVE; of a checkpoint: FULL, INCREMENTAL or
   *     CONFIGURED; unused by a cancellation
   * @param takesIds false for Flink before 1.15, which chooses the id of an operation itself: one
   *     whose answer is lost is asked for again, and may be done twice
   */
  record StartOperation(
      Operation operation,
      URI address,
      @Nullable String directory,
      boolean drain,
      String formatType,
      boolean takesIds)
      implements Step {}

  /**
   * Submits a job to a session cluster and does not wait: what becomes of it is observed. Only
   * where the status that names it is written. Flink is asked for its jobs first, so that nothing
   * is sent twice, nor while a former job of the same resource still runs.
   *
   * @param address of the REST API
   * @param flinkVersion of the cluster, as its spec has it
   * @param jarUri null: the main class is on the class path of the cluster
   * @param headers of a jar fetched over HTTP, as the options have them; null: none
   * @param parallelism null: Flink's default
   * @param savepointPath null: from empty
   * @param configuration of the job, on top of the cluster's, flat
   * @param formerJobId of the job that was submitted before; null: none was
   */
  record SubmitJob(
      Submission submission,
      URI address,
      String flinkVersion,
      @Nullable String jarUri,
      @Nullable String headers,
      @Nullable String entryClass,
      List<String> args,
      @Nullable Integer parallelism,
      @Nullable String savepointPath,
      boolean allowNonRestoredState,
      Map<String, String> configuration,
      @Nullable String formerJobId)
      implements Step {
    public SubmitJob {
      args = List.copyOf(args);
      configuration = Map.copyOf(configuration);
    }
  }

  /**
   * Asks the API server itself for the session jobs of a cluster that is about to end. Waits if
   * they are not those that were decided from: one that the watch does not show yet would not be
   * stopped.
   */
  record ConfirmSessionJobs(List<SessionJobView> seen) implements Step {
    public ConfirmSessionJobs {
      seen = List.copyOf(seen);
    }

    /** Only what says whether a job runs in the cluster; their troubles do not matter. */
    public boolean isOf(List<SessionJobView> live) {
      return live.stream()
          .map(ConfirmSessionJobs::told)
          .collect(Collectors.toSet())
          .equals(seen.stream().map(ConfirmSessionJobs::told).collect(Collectors.toSet()));
    }

    private static List<String> told(SessionJobView job) {
      return List.of(
          job.name(),
          String.valueOf(job.clusterUid()),
          String.valueOf(job.jobId()),
          String.valueOf(job.mayRun()));
    }
  }

  /**
   * Asks the API server itself whether Flink's own metadata names a checkpoint of the job. Waits if
   * it does not say what was decided from: the watch lags.
   */
  record ConfirmHighAvailability(String jobId, boolean hasCheckpoint) implements Step {}

  /**
   * Has Flink delete the files of a savepoint and does not wait: how that has ended is observed.
   * Only where the status still names the savepoint, so that it is not forgotten on the way.
   *
   * @param address of the REST API of any cluster that reaches the files
   */
  record DisposeSavepoint(URI address, String path) implements Step {}

  /**
   * Makes the FlinkStateSnapshot that stands for a snapshot which was taken. Only a record: what it
   * is refused for is told, and nothing waits for it.
   *
   * @param jobKind of the resource, which the snapshot is referred to
   * @param savepoint false: it is a checkpoint
   * @param dispose the files of a savepoint go with the object
   */
  record RecordSnapshot(
      String name, String jobKind, Taken taken, boolean savepoint, boolean dispose)
      implements Step {}

  /** Deletes the FlinkStateSnapshot of one that has left the history. */
  record ForgetSnapshot(String name) implements Step {}

  /**
   * Has Flink run the vertices of a job within other bounds and does not wait: what comes of it is
   * observed.
   *
   * @param address of the REST API
   * @param answer the bounds so far, of all vertices, and what is wanted of some
   */
  record Rescale(RescaleView answer, URI address) implements Step {}

  /** Forgets revisions that nothing refers to any more. */
  record ForgetRevisions(List<String> names) implements Step {}
}
