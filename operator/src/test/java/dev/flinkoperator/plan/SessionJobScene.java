package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentStatus;
import dev.flinkoperator.model.v1beta1.FlinkSessionJob;
import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobObservation;
import dev.flinkoperator.observe.view.SubmissionView;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.status.SessionJobStatusWriter;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A small world for the planner of session jobs: the job, its cluster, Flink in it, a clock. */
@NullUnmarked
final class SessionJobScene {

  private static final String CLUSTER =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: session, namespace: streams, uid: cluster-1, generation: 1}
      spec:
        image: flink:1.20
        flinkVersion: v1_20
        serviceAccount: flink
        flinkConfiguration:
          state.checkpoints.dir: file:/state/checkpoints
          state.savepoints.dir: file:/state/savepoints
      """;

  private static final String JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata:
        name: orders
        namespace: streams
        uid: 5d2b2c3e-0000-0000-0000-000000000002
        generation: 1
        creationTimestamp: "2026-01-01T00:00:00Z"
      spec:
        deploymentName: session
        job:
          jarURI: https://repo.example.com/orders.jar
          parallelism: 2
          upgradeMode: stateless
      """;

  private final SessionJobPlanner planner = new SessionJobPlanner(Scene.SETTINGS);
  private final SessionJobStatusWriter statuses = new SessionJobStatusWriter(2_000);
  private final FlinkSessionJob resource = Serialization.unmarshal(JOB, FlinkSessionJob.class);
  private @Nullable FlinkDeployment cluster;
  private final Map<String, JobView> jobs = new LinkedHashMap<>();
  private boolean answers;
  private boolean silent;
  private @Nullable CheckpointsView checkpoints;
  private @Nullable OperationView operation;
  private @Nullable SubmissionView submission;
  private @Nullable NamedSnapshotView named;
  private @Nullable DisposalView disposal;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Instant silentSince = now;
  private Instant operatorSince = now;

  FlinkSessionJob resource() {
    return resource;
  }

  FlinkSessionJobStatus status() {
    return resource.getStatus();
  }

  SessionJobScene job(Consumer<Job> edit) {
    edit.accept(resource.getSpec().getJob());
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    return this;
  }

  /** The FlinkStateSnapshot that the job names to start from. */
  SessionJobScene snapshot(@Nullable NamedSnapshotView snapshot) {
    named = snapshot;
    return this;
  }

  /**
   * @param failure null: its files are gone
   */
  SessionJobScene disposed(String path, @Nullable String failure) {
    disposal = new DisposalView(path, failure, now);
    return this;
  }

  SessionJobScene mode(Job.UpgradeMode mode) {
    return job(job -> job.setUpgradeMode(mode));
  }

  /** An edit that restarts the job. */
  SessionJobScene edited() {
    Integer parallelism = resource.getSpec().getJob().getParallelism();
    return job(job -> job.setParallelism(parallelism + 1));
  }

  SessionJobScene clusterUp() {
    return clusterUp("cluster-1");
  }

  SessionJobScene clusterUp(String uid) {
    cluster = Serialization.unmarshal(CLUSTER, FlinkDeployment.class);
    cluster.getMetadata().setUid(uid);
    clusterSays("READY", "ClusterRunning");
    answers = true;
    silent = false;
    return this;
  }

  SessionJobScene clusterOf(FlinkDeploymentSpec.FlinkVersion version, String... options) {
    cluster.getSpec().setFlinkVersion(version);
    for (int i = 0; i < options.length; i += 2) {
      cluster.getSpec().getFlinkConfiguration().put(options[i], options[i + 1]);
    }
    return this;
  }

  SessionJobScene option(String key, String value) {
    if (resource.getSpec().getFlinkConfiguration() == null) {
      resource.getSpec().setFlinkConfiguration(new HashMap<>());
    }
    resource.getSpec().getFlinkConfiguration().put(key, value);
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    return this;
  }

  SessionJobScene clusterIsApplication() {
    clusterUp();
    cluster.getSpec().setJob(new Job());
    return this;
  }

  SessionJobScene clusterSays(String jobManager, String reason) {
    if (cluster.getStatus() == null) {
      cluster.setStatus(new FlinkDeploymentStatus());
    }
    cluster.getStatus().setJobManagerDeploymentStatus(jobManager);
    cluster
        .getStatus()
        .setConditions(
            List.of(
                new ConditionBuilder()
                    .withType("Ready")
                    .withStatus(reason.equals("ClusterRunning") ? "True" : "False")
                    .withReason(reason)
                    .withLastTransitionTime(now.toString())
                    .build()));
    return this;
  }

  /** Nothing is left of it. */
  SessionJobScene clusterGone() {
    cluster = null;
    jobs.clear();
    return silent();
  }

  /** Its JobManager was started anew and knows no job. */
  SessionJobScene forgetsJobs() {
    jobs.clear();
    checkpoints = null;
    return this;
  }

  SessionJobScene silent() {
    silent = true;
    silentSince = now;
    return this;
  }

  SessionJobScene lists(String id, String state) {
    jobs.put(id, new JobView(id, "orders", state, now, now, null, null));
    return this;
  }

  SessionJobScene fails(String id, String why) {
    jobs.put(id, new JobView(id, "orders", "FAILED", now, now, now, why));
    return this;
  }

  SessionJobScene submissionIs(SubmissionView.State state, @Nullable String reason) {
    Submission written = Objects.requireNonNull(Submission.of(status()));
    submission =
        new SubmissionView(written.jobId(), written.attempt(), state, reason, now)
            .after(submission);
    return this;
  }

  /** A checkpoint of the present job is complete. */
  String checkpoint(int number, boolean afterEnd) {
    String id = jobId();
    String path = "file:/state/checkpoints/" + id + "/chk-" + number;
    checkpoints =
        new CheckpointsView(id, now, afterEnd, new CheckpointView(number, path, now, false), null);
    return path;
  }

  SessionJobScene completes(@Nullable String path) {
    operation = new OperationView.Completed(status().getOperation().getTriggerId(), path);
    return this;
  }

  SessionJobScene operationIs(OperationView view) {
    operation = view;
    return this;
  }

  /** What it has sent, and heard, it does not know any more. */
  SessionJobScene operatorRestarts() {
    submission = null;
    operatorSince = now;
    return this;
  }

  SessionJobScene deleted() {
    resource.getMetadata().setDeletionTimestamp(now.toString());
    return this;
  }

  SessionJobScene later(Duration time) {
    now = now.plus(time);
    return this;
  }

  String jobId() {
    return status().getJobStatus().getJobId();
  }

  SessionJobPlan plan() {
    return planner.plan(seen(), now);
  }

  private SessionJobObservation seen() {
    JobSnapshot snapshot =
        silent
            ? new Unreachable("connection refused", silentSince, null)
            : answers ? new Reached(new ArrayList<>(jobs.values()), null) : new NotAsked();
    OperationView asked =
        operation != null
                && status() != null
                && status().getOperation() != null
                && operation.triggerId().equals(status().getOperation().getTriggerId())
            ? operation
            : null;
    Submission written = Submission.of(status());
    return new SessionJobObservation(
        resource,
        cluster,
        snapshot,
        checkpoints,
        asked,
        written == null
            ? null
            : submission != null && submission.jobId().equals(written.jobId())
                ? submission
                : new SubmissionView(
                    written.jobId(),
                    written.attempt(),
                    SubmissionView.State.FORMER,
                    null,
                    operatorSince),
        named,
        disposal);
  }

  /** Plans, and writes the status that the plan says. */
  SessionJobPlan pass() {
    SessionJobPlan plan = plan();
    resource.setStatus(statuses.render(resource, plan, now));
    return plan;
  }

  /** Passes until nothing changes any more; the last plan. */
  SessionJobPlan settle() {
    SessionJobPlan plan = pass();
    for (int i = 0; i < 10; i++) {
      FlinkSessionJobStatus before = status();
      plan = pass();
      if (status().equals(before) && submits(plan) == null) {
        return plan;
      }
      if (submits(plan) != null) {
        return plan;
      }
    }
    return plan;
  }

  /** Submitted, and seen by Flink. */
  SessionJobScene running() {
    if (cluster == null) {
      clusterUp();
    }
    pass();
    lists(jobId(), "RUNNING");
    pass();
    return this;
  }

  static Step.@Nullable SubmitJob submits(SessionJobPlan plan) {
    return plan.plan().steps().stream()
        .filter(Step.SubmitJob.class::isInstance)
        .map(Step.SubmitJob.class::cast)
        .findFirst()
        .orElse(null);
  }

  static Step.@Nullable StartOperation asks(SessionJobPlan plan) {
    return plan.plan().steps().stream()
        .filter(Step.StartOperation.class::isInstance)
        .map(Step.StartOperation.class::cast)
        .findFirst()
        .orElse(null);
  }

  Condition condition(String type) {
    return status().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElse(null);
  }

  String reason() {
    return condition("Ready").getReason();
  }
}
