package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of the state of the job in force, from what was observed and what is recorded. */
record StateKnowledge(Observation seen, Revision inForce, StateRecord recorded) {

  /** Flink's word, in place of a path, for the newest checkpoint that its metadata names. */
  static final String METADATA = "KUBERNETES_OPERATOR_LAST_STATE";

  private static final Duration TO_BEGIN = Duration.ofSeconds(60);
  private static final Set<String> TERMINAL = Set.of("FINISHED", "FAILED", "CANCELED");

  static StateKnowledge of(Observation seen, Revision inForce) {
    StateRecord recorded = new Recorded(seen.resource()).state().since(inForce);
    StateKnowledge state = new StateKnowledge(seen, inForce, recorded);
    return state.begunAfterAll()
        ? new StateKnowledge(seen, inForce, recorded.at(state.completedByItself()))
        : state;
  }

  /** As Flink lists it now; null: Flink does not answer, or does not list it. */
  @Nullable JobView job() {
    return seen.job() instanceof Reached reached ? reached.job(inForce.jobId()).orElse(null) : null;
  }

  static boolean terminal(@Nullable JobView job) {
    return job != null && TERMINAL.contains(job.state());
  }

  boolean running() {
    JobView job = job();
    return job != null && job.state().equals("RUNNING") && job.tasksUp();
  }

  /** Flink has listed the job of this launch at some time. */
  boolean ran() {
    return job() != null || writtenAsRun();
  }

  private boolean writtenAsRun() {
    JobStatus written = seen.resource().getStatus().getJobStatus();
    return written != null
        && inForce.jobId().equals(written.getJobId())
        && written.getStartTime() != null;
  }

  /** The JobManager that is to run the job, not one of a former revision; null: none is seen. */
  @Nullable JobManagerView jobManager() {
    JobManagerView there = seen.jobManager();
    return there != null && inForce.runsAs(there.revision()) ? there : null;
  }

  /**
   * Nobody has seen the job, nor anything that a JobManager only makes for a job. Its cluster is
   * ended after a live look only: the watches may lag.
   */
  boolean believedUnbegun() {
    boolean known = seen.jobManager() != null || new Recorded(seen.resource()).launching();
    return known && !ran() && !hasTaskManagers();
  }

  /**
   * Its JobManager has been up, though nobody has seen the job. In standalone mode no TaskManager
   * that Flink has asked for tells of a job, so one may have begun.
   */
  boolean onceUp() {
    JobManagerView jobManager = jobManager();
    return jobManager != null && inForce.standalone() && jobManager.onceAvailable();
  }

  /**
   * Written down as ended before it had begun, for which its cluster was not deleted in time. A
   * JobManager that is not deleted goes on, whatever the status says.
   */
  private boolean begunAfterAll() {
    RestorePoint point = recorded.restorePoint();
    JobManagerView jobManager = jobManager();
    return point != null
        && point.ends(inForce.jobId())
        && point.kind() != RestorePoint.Kind.HighAvailability
        && !writtenAsRun()
        && (seen.jobManager() == null
            ? leavesMetadataUnread(point) && namedByMetadata()
            : jobManager != null
                && !jobManager.deleting()
                && (jobManager.available() || onceUp() || hasTaskManagers() || namedByMetadata()));
  }

  private boolean namedByMetadata() {
    return seen.highAvailability().withCheckpoint().contains(inForce.jobId());
  }

  /**
   * The next job is to start where this one did, as nobody has seen it run. By now its metadata may
   * name a checkpoint: it had its cluster for a while, and the watches lag.
   */
  boolean leavesMetadataUnread(RestorePoint point) {
    return inForce.highlyAvailable()
        && Spec.stateful(seen.resource())
        && point.kind() != RestorePoint.Kind.HighAvailability
        && point.ends(inForce.jobId())
        && Objects.equals(point.path(), inForce.restoredFrom())
        && !ran();
  }

  /** What it had completed stays its restore point; what it was to start from is none. */
  private @Nullable RestorePoint completedByItself() {
    RestorePoint point = recorded.restorePoint();
    return point != null && point.path() != null && !point.path().equals(inForce.restoredFrom())
        ? point.goingOn()
        : null;
  }

  private boolean hasTaskManagers() {
    JobManagerView jobManager = jobManager();
    // In standalone mode they are there before any job is.
    return jobManager != null
        && !jobManager.deleting()
        && !inForce.standalone()
        && seen.pods().stream().anyMatch(pod -> !pod.jobManager());
  }

  /** The operation under way that ends the job; null: none. */
  @Nullable Operation ending() {
    Operation operation = recorded.operation();
    if (operation == null || !operation.jobId().equals(inForce.jobId())) {
      return null;
    }
    return switch (operation.kind()) {
      case StopWithSavepoint, Cancel -> operation;
      case Savepoint, Checkpoint -> null;
    };
  }

  /** The job in force has been ended on purpose; its state is known. */
  boolean endedByUs() {
    RestorePoint point = recorded.restorePoint();
    return point != null
        && point.ends(inForce.jobId())
        && point.cause() != RestorePoint.Cause.JobEnded;
  }

  /**
   * It has been asked to end, or has ended on purpose, for an edit that may be taken back by now.
   */
  boolean beingEnded() {
    return ending() != null || endedByUs();
  }

  @Nullable CheckpointsView checkpoints() {
    CheckpointsView view = seen.checkpoints();
    return view != null && view.jobId().equals(inForce.jobId()) ? view : null;
  }

  /** Of the newest checkpoint that Flink told of; 0: it has none yet; null: it has not told. */
  @Nullable Long newestNumber() {
    if (begunAnew()) {
      return null;
    }
    RestorePoint point = writtenOfThisJob();
    Long written = point == null ? null : point.checkpoint();
    CheckpointsView view = checkpoints();
    if (view == null) {
      return written;
    }
    CheckpointView newest = view.newest() == null ? view.restored() : view.newest();
    long told = newest == null ? 0L : newest.id();
    return written == null ? told : Math.max(told, written);
  }

  /** The restore point as it is recorded, if it is of the job in force; else null. */
  @Nullable RestorePoint writtenOfThisJob() {
    RestorePoint written = recorded.restorePoint();
    return written != null && written.jobId().equals(inForce.jobId()) ? written : null;
  }

  /** What the job was told to start from. */
  RestorePoint source(RestorePoint.Cause cause, Instant now) {
    String path = inForce.restoredFrom();
    RestorePoint.Kind kind =
        path == null
            ? RestorePoint.Kind.Empty
            : path.equals(METADATA)
                ? RestorePoint.Kind.HighAvailability
                : RestorePoint.Kind.Savepoint;
    return new RestorePoint(
        kind, kind == RestorePoint.Kind.Savepoint ? path : null, inForce.jobId(), now, cause, true);
  }

  /** No state is carried over: what could be known does not matter any more. */
  RestorePoint nothing(Instant now) {
    return new RestorePoint(
        RestorePoint.Kind.Empty, null, inForce.jobId(), now, RestorePoint.Cause.Upgrade, true);
  }

  /** With what is known besides, in case they name no checkpoint. */
  RestorePoint metadata(RestorePoint.Cause cause, Instant now) {
    RestorePoint known = newestKnown(cause);
    return new RestorePoint(
        RestorePoint.Kind.HighAvailability,
        known == null ? null : known.path(),
        inForce.jobId(),
        now,
        cause,
        true,
        known == null ? null : known.checkpoint());
  }

  /**
   * Flink answers, does not list the job, and has had its time to begin it: it ended unseen, and
   * its JobManager was restarted since.
   */
  boolean endedUnseen(Instant now) {
    Instant since = new Recorded(seen.resource()).notReadySince();
    return seen.job() instanceof Reached
        && job() == null
        && ran()
        && since != null
        && now.isAfter(since.plus(TO_BEGIN));
  }

  RestorePoint point(CheckpointView checkpoint, RestorePoint.Cause cause, boolean ended) {
    return new RestorePoint(
        checkpoint.savepoint() ? RestorePoint.Kind.Savepoint : RestorePoint.Kind.Checkpoint,
        checkpoint.path(),
        inForce.jobId(),
        checkpoint.completed(),
        cause,
        ended,
        checkpoint.id());
  }

  /**
   * The newest completed state of the job that is known, though the job may have completed a newer
   * one since. Null: none is known.
   */
  @Nullable RestorePoint newestKnown(RestorePoint.Cause cause) {
    CheckpointsView view = checkpoints();
    CheckpointView newest = view == null ? null : view.newest();
    if (view != null && view.beforeRestart() != null) {
      newest = view.beforeRestart(); // what came after began anew from an older state
    } else if (begunAnew()) {
      newest = null;
    }
    RestorePoint written = writtenOfThisJob();
    if (written != null && written.path() == null) {
      written = null;
    }
    if (newest != null && newest.path() != null && (written == null || written.isBefore(newest))) {
      return point(newest, cause, true);
    }
    if (written != null) {
      boolean savepoint = written.kind() == RestorePoint.Kind.Savepoint;
      return new RestorePoint(
          savepoint ? RestorePoint.Kind.Savepoint : RestorePoint.Kind.Checkpoint,
          written.path(),
          written.jobId(),
          written.time(),
          cause,
          true,
          written.checkpoint());
    }
    RestorePoint source = source(cause, inForceSince());
    return source.kind() == RestorePoint.Kind.Savepoint ? source : null;
  }

  /**
   * What a job that has FINISHED leaves: Flink deletes its checkpoints, retained or not, and only
   * savepoints stay.
   */
  RestorePoint afterFinish(RestorePoint.Cause cause, Instant now) {
    JobManagerView jobManager = seen.jobManager();
    Instant since = jobManager == null ? now : jobManager.created();
    CheckpointsView view = checkpoints();
    CheckpointView newest = view == null ? null : view.newest();
    RestorePoint written = recorded.restorePoint();
    Taken taken = recorded.history().lastSavepoint();
    return Stream.of(
            Optional.ofNullable(newest)
                .filter(last -> last.savepoint() && last.path() != null)
                .map(last -> point(last, cause, true)),
            Optional.ofNullable(written)
                .filter(
                    point ->
                        point.kind() == RestorePoint.Kind.Savepoint
                            && point.jobId().equals(inForce.jobId()))
                .map(point -> savepoint(point.path(), point.time(), cause)),
            // By our clock, which jumps: one of this job is in the restore point too, or before it.
            Optional.ofNullable(taken)
                .filter(last -> last.path() != null && last.time().isAfter(since))
                .filter(last -> writtenOfThisJob() != null)
                .map(last -> savepoint(last.path(), last.time(), cause)))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(RestorePoint::time))
        .orElseGet(() -> firstSource(cause, now));
  }

  /**
   * With the job its metadata went too. One that never had anything but metadata to start from
   * began empty; else only a person knows what it had begun with.
   */
  private RestorePoint firstSource(RestorePoint.Cause cause, Instant now) {
    RestorePoint source = source(cause, now);
    boolean empty =
        source.kind() == RestorePoint.Kind.HighAvailability
            && recorded.history().lastSavepoint() == null
            && inForce.spec().path("job").path("initialSavepointPath").asText().isBlank();
    return empty
        ? new RestorePoint(RestorePoint.Kind.Empty, null, inForce.jobId(), now, cause, true)
        : source;
  }

  private RestorePoint savepoint(@Nullable String path, Instant time, RestorePoint.Cause cause) {
    return new RestorePoint(RestorePoint.Kind.Savepoint, path, inForce.jobId(), time, cause, true);
  }

  private Instant inForceSince() {
    JobManagerView jobManager = seen.jobManager();
    return jobManager == null ? Instant.EPOCH : jobManager.created();
  }

  /** The state that a job begun anew by Flink has to go on from; null: Flink had nothing newer. */
  @Nullable RestorePoint missedByFlink() {
    boolean anew = begunAnew();
    CheckpointsView view = checkpoints();
    if (!anew && (inForce.highlyAvailable() || view == null || view.beforeRestart() == null)) {
      return null;
    }
    RestorePoint known = newestKnown(RestorePoint.Cause.Recovery);
    return known == null || Objects.equals(known.path(), inForce.restoredFrom()) ? null : known;
  }

  /**
   * Without high availability a new JobManager process begins the job from its first restore point,
   * in silence. Told by the job's start time, which is another than the one written down; or, where
   * none came to be written, later than a checkpoint that was seen of this job, by the same clock.
   */
  boolean begunAnew() {
    JobView job = job();
    JobStatus written = seen.resource().getStatus().getJobStatus();
    if (inForce.highlyAvailable()
        || job == null
        || job.startTime() == null
        || written == null
        || !inForce.jobId().equals(written.getJobId())) {
      return false;
    }
    return written.getStartTime() == null
        ? seenBefore(job.startTime())
        : !written.getStartTime().equals(Long.toString(job.startTime().toEpochMilli()));
  }

  private boolean seenBefore(Instant start) {
    RestorePoint point = recorded.restorePoint();
    return point != null
        && point.kind() == RestorePoint.Kind.Checkpoint
        && point.cause() == RestorePoint.Cause.Observed
        && point.jobId().equals(inForce.jobId())
        && point.time().isBefore(start);
  }
}
