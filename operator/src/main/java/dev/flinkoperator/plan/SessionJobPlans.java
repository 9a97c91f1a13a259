package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinksessionjobstatus.Cluster;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forms that plans for session jobs take. */
final class SessionJobPlans {

  /** Changes come as events; this only covers one that is lost. */
  static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  /** What was just decided is carried on with as soon as it is written. */
  static final Duration AT_ONCE = Duration.ofMillis(50);

  private SessionJobPlans() {}

  /** Something is done, or waited for, that leads on by itself. */
  static SessionJobPlan progressing(
      JobOnCluster job,
      Lifecycle lifecycle,
      Health health,
      List<Step> steps,
      @Nullable Follow follow,
      List<Notice> notices,
      @Nullable Duration wake,
      StateRecord record) {
    return of(
        job,
        new Plan(
            new Verdict.Judged(JobManagerStatus.READY, Rollout.UPGRADING, lifecycle, health),
            job.inForce(),
            job.submission() != null,
            job.recorded().reconciled(),
            steps,
            null,
            follow,
            notices,
            wake,
            record),
        job.submission());
  }

  static SessionJobPlan suspended(
      JobOnCluster job, @Nullable Reconciled reconciled, List<Notice> notices, StateRecord record) {
    return of(
        job,
        new Plan(
            new Verdict.Judged(
                JobManagerStatus.READY,
                Rollout.DEPLOYED,
                Lifecycle.SUSPENDED,
                Health.ready(Reason.Suspended, "The job is suspended, as asked")),
            job.inForce(),
            false,
            reconciled,
            List.of(),
            null,
            null,
            notices,
            null,
            record),
        null);
  }

  /** What the job is to start from cannot be told yet, and nothing runs. */
  static SessionJobPlan heldBack(JobOnCluster job, Health health, StateRecord record) {
    if (health.kind() == Health.Kind.STALLED) {
      return stalled(job, new Rejection(health.reason(), health.message()), null, record);
    }
    boolean suspended = job.recorded().suspended();
    boolean ran = job.inForce() != null && job.recorded().everRan();
    return progressing(
        job,
        suspended ? Lifecycle.SUSPENDED : ran ? Lifecycle.UPGRADING : Lifecycle.CREATED,
        health,
        List.of(),
        null,
        List.of(),
        null,
        record);
  }

  /** Only an edit helps, and nothing runs. */
  static SessionJobPlan stalled(
      JobOnCluster job, Rejection rejection, @Nullable Follow follow, StateRecord record) {
    Health health = Health.stalled(rejection.reason(), rejection.message());
    boolean suspended = job.recorded().suspended();
    return of(
        job,
        new Plan(
            new Verdict.Judged(
                JobManagerStatus.ERROR,
                Rollout.UNSET,
                suspended ? Lifecycle.SUSPENDED : Lifecycle.FAILED,
                health),
            job.inForce(),
            job.submission() != null,
            job.recorded().reconciled(),
            List.of(),
            null,
            follow,
            Rejection.notices(job.application(), health),
            null,
            record),
        job.submission());
  }

  /** On the cluster that the job was submitted to before, if it was. */
  static SessionJobPlan of(JobOnCluster job, Plan plan, @Nullable Submission submission) {
    FlinkSessionJobStatus status = job.resource().getStatus();
    Cluster cluster = status == null ? null : status.getCluster();
    return new SessionJobPlan(
        job.application(),
        plan,
        submission,
        cluster == null ? null : cluster.getName(),
        cluster == null ? null : cluster.getUid());
  }

  /** Null: there is nobody to ask. */
  static @Nullable Follow follow(
      JobOnCluster job,
      PlanSettings settings,
      @Nullable Revision revision,
      boolean moving,
      @Nullable Operation operation) {
    if (job.application().jobManager() == null || revision == null) {
      return null;
    }
    return FlinkAddress.follow(settings, job.application(), revision, moving, operation)
        .since(job.cluster().uid());
  }
}
