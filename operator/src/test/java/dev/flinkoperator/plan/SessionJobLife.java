package dev.flinkoperator.plan;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.status.SessionJobStatusWriter;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A session job in the hands of its planner, whose passes may be cut off at any moment. */
@NullUnmarked
final class SessionJobLife {

  final FlinkSessionJob resource;
  final SessionJobFlink flink;
  boolean gone;

  /** The resource went though its job may still run, and that was told. */
  boolean leftBehind;

  private final Random dice;
  private final SessionFlaw flaw;
  private final Consumer<String> story;
  private final SessionJobPlanner planner = new SessionJobPlanner(Scene.SETTINGS);
  private final SessionJobStatusWriter statuses = new SessionJobStatusWriter(2_000);
  private @Nullable CheckpointsView polled;

  SessionJobLife(
      Random dice,
      SessionFlaw flaw,
      String uid,
      String name,
      String namespace,
      String cluster,
      Consumer<String> story) {
    this.dice = dice;
    this.flaw = flaw;
    this.story = story;
    flink = new SessionJobFlink(dice, story);
    resource =
        Serialization.unmarshal(
            """
            apiVersion: flink.apache.org/v1beta1
            kind: FlinkSessionJob
            metadata: {name: %s, namespace: %s, uid: %s, generation: 1}
            spec:
              deploymentName: %s
              job: {jarURI: "https://a/b.jar", parallelism: 1, upgradeMode: savepoint}
            """
                .formatted(name, namespace, uid, cluster),
            FlinkSessionJob.class);
    resource.getSpec().getJob().setUpgradeMode(anyMode());
  }

  private Job.UpgradeMode anyMode() {
    return Job.UpgradeMode.values()[dice.nextInt(Job.UpgradeMode.values().length)];
  }

  private void tell(String what) {
    story.accept(what);
  }

  private boolean chance(double p) {
    return dice.nextDouble() < p;
  }

  void edit() {
    String args = String.valueOf(dice.nextInt(1_000_000));
    resource.getSpec().getJob().setArgs(List.of(args));
    edited("args " + args);
  }

  /** Restarts nothing by itself. */
  void editMode() {
    resource.getSpec().getJob().setUpgradeMode(anyMode());
    edited(resource.getSpec().getJob().getUpgradeMode().getValue());
  }

  void suspendOrResume() {
    Job job = resource.getSpec().getJob();
    job.setState(job.getState() == Job.State.SUSPENDED ? Job.State.RUNNING : Job.State.SUSPENDED);
    edited(job.getState().getValue());
  }

  void resume() {
    resource.getSpec().getJob().setState(Job.State.RUNNING);
    edited("running");
  }

  private void edited(String what) {
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    tell("edit: " + what);
  }

  void delete(Instant now) {
    if (!resource.isMarkedForDeletion()) {
      resource.getMetadata().setDeletionTimestamp(now.toString());
      tell("delete");
    }
  }

  /** What only its memory held is gone; a request that is on its way goes on. */
  void operatorRestarts() {
    polled = null;
    flink.operatorRestarts();
    flink.known = Math.min(flink.known, written());
  }

  private boolean stateful() {
    return resource.getSpec().getJob().getUpgradeMode() != Job.UpgradeMode.STATELESS;
  }

  private int written() {
    FlinkSessionJobStatus status = resource.getStatus();
    String path =
        status == null || status.getRestorePoint() == null
            ? null
            : status.getRestorePoint().getPath();
    return path == null ? 0 : SessionJobFlink.number(path);
  }

  /**
   * @param cluster as the watch shows it; null: there is none
   */
  void pass(@Nullable FlinkDeployment cluster, Instant now, boolean faults) {
    SessionJobPlan plan = planner.plan(flaw.seen(seen(cluster)), now);
    FlinkSessionJobStatus status = statuses.render(resource, plan, now);
    if (faults && chance(0.1)) {
      tell("pass is cut off before anything is written");
      return;
    }
    if (!status.equals(resource.getStatus())) {
      tell(
          status.getLifecycleState()
              + " "
              + status.getConditions().get(0).getReason()
              + " "
              + (status.getRestorePoint() == null ? "-" : status.getRestorePoint().getPath()));
    }
    resource.setStatus(status);
    flink.written = written();
    if (!stateful()) {
      submissions(plan).forEach(flink::mayForget);
    }
    if (faults && chance(0.1)) {
      tell("pass is cut off after the status is written");
      return;
    }
    for (Step step : plan.plan().steps()) {
      if (step instanceof Step.SubmitJob submit) {
        flink.submit(flaw.submitted(submit));
      } else if (step instanceof Step.StartOperation start) {
        flink.ask(start);
      }
    }
    leftBehind |=
        plan.plan().notices().stream()
            .anyMatch(notice -> notice.reason() == EventReason.CLEANUP_FAILED);
    gone = resource.isMarkedForDeletion() && SessionJobPlan.finishesDeletion(plan);
  }

  private static Stream<Step.SubmitJob> submissions(SessionJobPlan plan) {
    return plan.plan().steps().stream()
        .filter(Step.SubmitJob.class::isInstance)
        .map(Step.SubmitJob.class::cast);
  }

  private SessionJobObservation seen(@Nullable FlinkDeployment cluster) {
    FlinkSessionJobStatus status = resource.getStatus();
    String id =
        status == null || status.getJobStatus() == null ? null : status.getJobStatus().getJobId();
    SessionJobFlink.Run run = flink.up && id != null ? flink.jobs.get(id) : null;
    if (polled != null && !polled.jobId().equals(id)) {
      polled = null;
    }
    if (run != null && run.newest != null) {
      boolean afterEnd = SessionJobFlink.terminal(run) && run.polledAfterEnd;
      run.polledAfterEnd = SessionJobFlink.terminal(run);
      polled = new CheckpointsView(id, run.start, afterEnd, run.newest, null);
      flink.known = Math.max(flink.known, (int) run.newest.id());
    } else if (run != null) {
      boolean afterEnd = SessionJobFlink.terminal(run) && run.polledAfterEnd;
      run.polledAfterEnd = SessionJobFlink.terminal(run);
      polled = new CheckpointsView(id, run.start, afterEnd, null, null);
    }
    OperationView operation =
        status == null || status.getOperation() == null || !flink.up
            ? null
            : flink.operations.getOrDefault(
                status.getOperation().getTriggerId(),
                new OperationView.NotKnown(status.getOperation().getTriggerId()));
    Submission written = Submission.of(status);
    return new SessionJobObservation(
        resource,
        cluster,
        flink.up
            ? new Reached(flink.list(), null)
            : new Unreachable("refused", flink.downSince, null),
        polled,
        operation,
        flink.answer(written));
  }

  void check() {
    long live = flink.jobs.values().stream().filter(run -> !SessionJobFlink.terminal(run)).count();
    if (live > 1) {
      throw new IllegalStateException(live + " jobs of one resource run");
    }
    if (reported("JobRunning")) {
      runsAsSaid();
    }
  }

  /** A status that is of the newest edit speaks of a job that was submitted as edited. */
  private void runsAsSaid() {
    List<String> asked = resource.getSpec().getJob().getArgs();
    SessionJobFlink.Run run = flink.jobs.get(resource.getStatus().getJobStatus().getJobId());
    if (run != null && !run.args.equals(asked == null ? List.of() : asked)) {
      throw new IllegalStateException("a job of " + run.args + " is said to run as " + asked);
    }
  }

  private boolean reported(String reason) {
    return settled()
        && Objects.equals(
            resource.getStatus().getObservedGeneration(), resource.getMetadata().getGeneration())
        && resource.getStatus().getConditions().get(0).getReason().equals(reason);
  }

  /** As asked, or only an edit helps. */
  boolean settled() {
    return resource.getStatus() != null
        && resource.getStatus().getConditions().stream()
            .noneMatch(condition -> condition.getType().equals("Reconciling"));
  }

  boolean running() {
    return reported("JobRunning")
        && flink.jobs.values().stream().anyMatch(run -> run.state.equals("RUNNING"));
  }
}
