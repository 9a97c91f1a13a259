package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.status.SessionJobStatusWriter;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A session cluster, a job on it and an operator, all of which may fail at any moment. State is a
 * number that every checkpoint raises: a job never starts from a smaller one than was known.
 */
@NullUnmarked
final class SessionJobWorld {

  private final Random dice;
  private final boolean highlyAvailable;
  private final SessionJobFlink flink;
  private final StringBuilder story = new StringBuilder();
  private final SessionJobPlanner planner = new SessionJobPlanner(Scene.SETTINGS);
  private final SessionJobStatusWriter statuses = new SessionJobStatusWriter(2_000);
  private final FlinkSessionJob resource;
  private @Nullable FlinkDeployment cluster;
  private int clusters;
  private @Nullable CheckpointsView polled;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private String reason = "ClusterRunning";

  SessionJobWorld(long seed) {
    dice = new Random(seed);
    flink = new SessionJobFlink(dice, this::tell);
    highlyAvailable = dice.nextBoolean();
    resource =
        Serialization.unmarshal(
            """
            apiVersion: flink.apache.org/v1beta1
            kind: FlinkSessionJob
            metadata: {name: orders, namespace: streams, uid: job-uid, generation: 1}
            spec:
              deploymentName: session
              job: {jarURI: "https://a/b.jar", parallelism: 1, upgradeMode: savepoint}
            """,
            FlinkSessionJob.class);
    resource
        .getSpec()
        .getJob()
        .setUpgradeMode(dice.nextBoolean() ? Job.UpgradeMode.SAVEPOINT : Job.UpgradeMode.LASTSTATE);
  }

  String story() {
    return story.toString();
  }

  private void tell(String what) {
    story.append(now).append(' ').append(what).append('\n');
  }

  private boolean chance(double p) {
    return dice.nextDouble() < p;
  }

  /** Something happens, and the operator may look. */
  void step(boolean faults) {
    now = now.plus(Duration.ofSeconds(1 + dice.nextInt(faults ? 20 : 5)));
    if (faults) {
      disturb();
    } else if (cluster == null) {
      newCluster();
    } else if (!flink.up) {
      comesUp();
    } else if (!reason.equals("ClusterRunning")) {
      reason = "ClusterRunning";
    }
    flink.now = now;
    flink.lives();
    endsWhenJobsHaveStopped();
    check();
    if (!faults || chance(0.8)) {
      pass(faults);
    }
    check();
  }

  private void disturb() {
    switch (dice.nextInt(22)) {
      case 0 -> edit();
      case 1 -> suspendOrResume();
      case 2 -> operatorRestarts();
      case 3 -> jobManagerRestarts();
      case 4 -> clusterWantsToEnd();
      case 5, 6, 7 -> {
        if (cluster == null) {
          newCluster();
        } else if (!flink.up) {
          comesUp();
        }
      }
      case 8 -> clusterDeleted();
      default -> {}
    }
  }

  private void edit() {
    resource.getSpec().setRestartNonce((long) dice.nextInt(1_000_000));
    edited("restartNonce");
  }

  private void suspendOrResume() {
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

  /** What only its memory held is gone; a request that is on its way goes on. */
  private void operatorRestarts() {
    tell("operator restarts");
    polled = null;
    flink.operatorRestarts();
    flink.known = written();
  }

  private int written() {
    FlinkSessionJobStatus status = resource.getStatus();
    String path =
        status == null || status.getRestorePoint() == null
            ? null
            : status.getRestorePoint().getPath();
    return path == null ? 0 : SessionJobFlink.number(path);
  }

  private void jobManagerRestarts() {
    if (!flink.up) {
      return;
    }
    tell("JobManager restarts" + (highlyAvailable ? " with high availability" : ""));
    flink.restarts(highlyAvailable);
  }

  private void clusterWantsToEnd() {
    if (flink.up && reason.equals("ClusterRunning")) {
      tell("cluster wants to end");
      reason = Reason.WaitingForSessionJobs.name();
    }
  }

  private void clusterDeleted() {
    if (cluster != null && chance(0.3)) {
      tell("cluster deleted");
      gone();
      cluster = null;
    }
  }

  private void gone() {
    reason = "ClusterRunning";
    flink.isGone();
  }

  private void newCluster() {
    clusters++;
    cluster =
        Serialization.unmarshal(
            """
            apiVersion: flink.apache.org/v1beta1
            kind: FlinkDeployment
            metadata: {name: session, namespace: streams, uid: cluster-%d, generation: 1}
            spec:
              image: flink:1.20
              flinkVersion: v1_20
              serviceAccount: flink
              flinkConfiguration:
                state.checkpoints.dir: file:/state
                state.savepoints.dir: file:/state
            """
                .formatted(clusters),
            FlinkDeployment.class);
    comesUp();
  }

  private void comesUp() {
    tell("cluster " + clusters + " is up");
    flink.up = true;
  }

  /** As the planner of its cluster has it. */
  private void endsWhenJobsHaveStopped() {
    if (!reason.equals(Reason.WaitingForSessionJobs.name()) || !chance(0.5)) {
      return;
    }
    FlinkSessionJobStatus status = resource.getStatus();
    String id =
        status == null || status.getJobStatus() == null ? null : status.getJobStatus().getJobId();
    SessionJobFlink.Run run = id == null ? null : flink.jobs.get(id);
    boolean ended =
        status != null
            && status.getRestorePoint() != null
            && Boolean.TRUE.equals(status.getRestorePoint().getEnded())
            && status.getRestorePoint().getJobId().equals(id);
    if (run == null || (SessionJobFlink.terminal(run) && ended)) {
      tell("cluster ends for its upgrade");
      gone();
    }
  }

  private void pass(boolean faults) {
    SessionJobPlan plan = planner.plan(seen(), now);
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
    if (faults && chance(0.1)) {
      tell("pass is cut off after the status is written");
      return;
    }
    for (Step step : plan.plan().steps()) {
      if (step instanceof Step.SubmitJob submit) {
        flink.submit(submit);
      } else if (step instanceof Step.StartOperation start) {
        flink.ask(start);
      }
    }
  }

  private SessionJobObservation seen() {
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
        shown(),
        flink.up
            ? new Reached(flink.list(), null)
            : new Unreachable("refused", flink.downSince, null),
        polled,
        operation,
        flink.answer != null && written != null && flink.answer.jobId().equals(written.jobId())
            ? flink.answer
            : null);
  }

  private @Nullable FlinkDeployment shown() {
    if (cluster == null) {
      return null;
    }
    FlinkDeploymentStatus status = new FlinkDeploymentStatus();
    status.setJobManagerDeploymentStatus(flink.up ? "READY" : "DEPLOYING");
    status.setConditions(
        List.of(
            new ConditionBuilder()
                .withType("Ready")
                .withStatus(flink.up && reason.equals("ClusterRunning") ? "True" : "False")
                .withReason(flink.up ? reason : "Deploying")
                .withLastTransitionTime(now.toString())
                .build()));
    cluster.setStatus(status);
    return cluster;
  }

  private void check() {
    long live = flink.jobs.values().stream().filter(run -> !SessionJobFlink.terminal(run)).count();
    if (live > 1) {
      throw new IllegalStateException(live + " jobs of one resource run");
    }
  }

  /** As asked, or only an edit helps. */
  boolean settled() {
    return resource.getStatus() != null
        && resource.getStatus().getConditions().stream()
            .noneMatch(condition -> condition.getType().equals("Reconciling"));
  }

  boolean running() {
    return settled()
        && resource.getStatus().getConditions().get(0).getReason().equals("JobRunning")
        && flink.jobs.values().stream().anyMatch(run -> run.state.equals("RUNNING"));
  }
}
