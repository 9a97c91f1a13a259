package dev.flinkoperator.sim;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.JobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentstatus.RestorePoint;
import dev.flinkoperator.sim.SimApi.KeptRevision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * I2: where the state of the user's job really is, and whether what starts goes on from there.
 *
 * <p>What the operator has written into the status is acknowledged. What a job that it has ended
 * had completed is owed to the next one, if the operator could know: with high availability, or
 * because the job had come to its end before its cluster was deleted. Both bind every start, unless
 * the user has allowed that state is left behind.
 */
final class StateTruth {

  private final World world;
  private @Nullable Snapshot acknowledged;
  private @Nullable Snapshot owed;
  private @Nullable String writtenPath;
  private @Nullable JobManagerProcess last;
  private @Nullable Revision launched;
  private @Nullable String toBeJudged;
  private boolean everBegan;
  private boolean allowed;
  private boolean stateless;
  private boolean askedAnew;
  private boolean begunAfterItsEnd;
  private @Nullable String toldOf;
  private @Nullable String endedByOperator;

  StateTruth(World world) {
    this.world = world;
  }

  /** Another resource of the same name: nothing of the old one binds it. */
  void forget() {
    acknowledged = null;
    owed = null;
    writtenPath = null;
    last = null;
    launched = null;
    toBeJudged = null;
    everBegan = false;
    allowed = false;
    askedAnew = false;
    begunAfterItsEnd = false;
    toldOf = null;
    endedByOperator = null;
  }

  @Nullable Snapshot acknowledged() {
    return acknowledged;
  }

  /**
   * @param seen the resource as the operator sees it while it deletes the cluster
   */
  void ended(FlinkDeployment seen, String deployment) {
    allowed |= stateless(seen);
    endedByOperator = deployment;
    SimJob of = last == null ? null : last.job();
    if (of == null || !of.ended() || last == null || !last.alive() || begunAfterItsEnd) {
      return;
    }
    // Flink may have begun it anew behind what is acknowledged: no start holds both.
    if (acknowledged == null || holds(of.head(), acknowledged) || bindsNoMore(acknowledged)) {
      owed = of.head();
    }
  }

  void launched(Revision revision, String deployment) {
    JsonNode job = revision.spec().path("job");
    // By the spec it was made for, or as the user has it now: made anew, nobody minds.
    allowed |= stateless(revision) || stateless;
    JsonNode nonce = job.path("savepointRedeployNonce");
    JsonNode before =
        launched == null ? null : launched.spec().path("job").path("savepointRedeployNonce");
    allowed |= before != null && !nonce.isMissingNode() && !nonce.equals(before);
    launched = revision;
    toBeJudged = deployment;
  }

  /** The user or the operator has changed the resource. */
  void changed(FlinkDeployment resource) {
    // The user did not mind for a while: what has no cluster any more is let go.
    allowed |= stateless(resource) && world.api().deployments.isEmpty();
    stateless = stateless(resource);
    Job job = resource.getSpec().getJob();
    Long nonce = job == null ? null : job.getSavepointRedeployNonce();
    // Another than of the cluster, or than of the spec that was to come next and came to nothing.
    String next = resource.getStatus() == null ? null : resource.getStatus().getRevision();
    KeptRevision planned = next == null ? null : world.api().revisions.get(next);
    askedAnew |=
        nonce != null
            && launched != null
            && (nonceOf(launched) != nonce
                || (planned != null && nonceOf(planned.revision()) != nonce));
  }

  private static long nonceOf(Revision revision) {
    return revision.spec().path("job").path("savepointRedeployNonce").asLong(-1);
  }

  /** The operator has written the status. */
  void written(FlinkDeployment resource) {
    decided(resource.getStatus().getRevision());
    JobStatus job = resource.getStatus().getJobStatus();
    if (job != null && job.getStartTime() != null) {
      toldOf = job.getJobId();
    }
    RestorePoint point = resource.getStatus().getRestorePoint();
    // With high availability a path is only what is known should Flink's metadata be lost.
    if (point != null && point.getKind() == RestorePoint.Kind.HIGHAVAILABILITY) {
      point = null;
    }
    Snapshot snapshot = point == null ? null : world.storage().everAt(point.getPath());
    if (point == null || snapshot == null) {
      if (point != null && point.getPath() != null && !world.namedByUser(point.getPath())) {
        throw new Violation(
            "I2", "the restore point is " + point.getPath() + ": nothing was there");
      }
      return;
    }
    boolean repeated = point.getPath().equals(writtenPath);
    writtenPath = point.getPath();
    if (repeated) {
      return; // Flink may have gone back behind it since, by its own choice
    }
    Snapshot before = acknowledged;
    if (before == null
        || askedAnewFrom(point.getPath())
        || snapshot.holds(before)
        || allowed
        || stateless(resource)
        || bindsNoMore(before)) {
      acknowledged = leftBehind(snapshot) ? base() : snapshot;
    } else {
      throw new Violation(
          "I2", "the restore point moves from " + before + " to " + snapshot + ", which lacks it");
    }
  }

  private @Nullable Snapshot base() {
    SimJob job = last == null ? null : last.job();
    return job == null ? null : job.base();
  }

  /**
   * Before this was written down, Flink has gone on from its metadata, which names no savepoint.
   */
  private boolean leftBehind(Snapshot snapshot) {
    SimJob job = last == null ? null : last.job();
    return last != null
        && last.launched().highAvailable()
        && job != null
        && job.start().isAfter(snapshot.completed())
        && !holds(job.base(), snapshot)
        && holds(snapshot, job.base());
  }

  /**
   * Between two jobs without state nothing is kept, whatever is asked for until the next starts.
   */
  private void decided(@Nullable String revision) {
    KeptRevision kept = revision == null ? null : world.api().revisions.get(revision);
    allowed |=
        kept != null
            && launched != null
            && !kept.revision().name().equals(launched.name())
            && stateless(kept.revision())
            && stateless(launched);
  }

  private static boolean stateless(Revision revision) {
    String mode = revision.spec().path("job").path("upgradeMode").asText("stateless");
    return mode.equals("stateless");
  }

  void began(JobManagerProcess process, SimJob job) {
    boolean first = process.pod().deployment().equals(toBeJudged);
    SimJob before = last == null ? null : last.job();
    if (first) {
      judge(job);
      toBeJudged = null;
      // What was allowed when its end began still is: it only had not heard of that.
      allowed &= ending(process);
      askedAnew &= ending(process);
      owed = null;
      acknowledged = job.base();
    } else if ((process.launched().highAvailable() || stateless)
        && !holds(job.base(), acknowledged)) {
      acknowledged = job.base(); // Flink's own choice among its checkpoints, or nobody minds
    }
    // Without high availability a new JobManager knows nothing of the job's end. Judged above is
    // what was true of the job before this one.
    begunAfterItsEnd =
        !first
            && !process.launched().highAvailable()
            && before != null
            && (begunAfterItsEnd || before.state().equals("FINISHED"));
    last = process;
    everBegan = true;
  }

  private boolean ending(JobManagerProcess process) {
    SimDeployment deployment = world.api().deployments.get(SimApi.NAME);
    return deployment == null
        || !deployment.uid().equals(process.pod().deployment())
        || deployment.view().deleting();
  }

  private void judge(SimJob job) {
    Snapshot base = job.base();
    if (allowed || !everBegan || (base != null && askedAnewFrom(base.path()))) {
      return;
    }
    Snapshot newest = byHighAvailability();
    if (newest == null || job.base() != newest) {
      // Else it is Flink's own choice: its metadata names checkpoints, never savepoints.
      must(job, acknowledged, "acknowledged");
    }
    must(job, owed, "what the job had ended with");
    must(job, newest, "named by Flink's metadata");
    SimJob before = last == null ? null : last.job();
    Snapshot head = before == null ? null : before.head();
    // What Flink's own metadata do not name, a savepoint that nobody has heard of, may be missed.
    boolean unheardOf = last != null && last.launched().highAvailable() && newest == null;
    if (job.base() == null
        && head != null
        && !unheardOf
        && !begunAfterItsEnd
        && couldBeKnown(before)
        && !bindsNoMore(head)) {
      throw new Violation("I2", "job " + job.id() + " begins from empty; there was " + head);
    }
  }

  /** Somebody has removed its cluster before any operator had written down that it runs. */
  private boolean couldBeKnown(@Nullable SimJob job) {
    return last == null
        || last.launched().highAvailable()
        || last.pod().deployment().equals(endedByOperator)
        || (job != null && job.id().equals(toldOf));
  }

  /** What a job that had not ended kept in Flink's own metadata. */
  private @Nullable Snapshot byHighAvailability() {
    SimJob before = last == null ? null : last.job();
    return last != null && last.launched().highAvailable() && before != null && !before.ended()
        ? last.retained()
        : null;
  }

  private void must(SimJob job, @Nullable Snapshot snapshot, String what) {
    if (!holds(job.base(), snapshot) && snapshot != null && !bindsNoMore(snapshot)) {
      throw new Violation(
          "I2",
          "job "
              + job.id()
              + " begins from "
              + job.base()
              + " and lacks "
              + snapshot
              + ", "
              + what);
    }
  }

  /**
   * A job that was done has no state any more: its checkpoints went with it. And one that Flink had
   * begun anew, without high availability, may have put its own in the place of a subsumed one.
   */
  private boolean bindsNoMore(Snapshot snapshot) {
    if (world.storage().everAt(snapshot.path()) != snapshot || world.storage().wasDone(snapshot)) {
      return true;
    }
    SimJob before = last == null ? null : last.job();
    return before != null
        && before.state().equals("FINISHED")
        && world.storage().at(Objects.requireNonNullElse(before.head(), snapshot).path()) == null;
  }

  /** A new nonce was asked for since the last launch, and this path was named. */
  private boolean askedAnewFrom(String path) {
    return askedAnew && world.namedByUser(path);
  }

  private static boolean stateless(FlinkDeployment resource) {
    Job job = resource.getSpec().getJob();
    return job == null
        || job.getUpgradeMode() == null
        || job.getUpgradeMode() == Job.UpgradeMode.STATELESS;
  }

  static boolean holds(@Nullable Snapshot base, @Nullable Snapshot older) {
    return older == null || (base != null && base.holds(older));
  }
}
