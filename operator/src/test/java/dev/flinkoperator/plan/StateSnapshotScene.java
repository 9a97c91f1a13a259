package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.model.v1beta1.FlinkStateSnapshotStatus;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.StateSnapshotObservation;
import dev.flinkoperator.status.StateSnapshotStatusWriter;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;

/** A state snapshot, the application it is of, Flink as it was last heard, a clock. */
@NullUnmarked
final class StateSnapshotScene {

  static final String JOB = "0123456789abcdef0123456789abcdef";

  private static final String APPLICATION =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {name: orders, namespace: streams, uid: cluster-1, generation: 1}
      spec:
        flinkVersion: v1_20
        flinkConfiguration: {state.savepoints.dir: file:/state/savepoints}
        job: {jarURI: local:///a.jar}
      status:
        observedGeneration: 1
        lifecycleState: STABLE
        jobManagerDeploymentStatus: READY
        jobStatus: {state: RUNNING, jobId: 0123456789abcdef0123456789abcdef}
      """;

  private static final String SNAPSHOT =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkStateSnapshot
      metadata: {name: before-friday, namespace: streams, uid: snapshot-1, generation: 1}
      spec: %s
      """;

  private final StateSnapshotPlanner planner =
      new StateSnapshotPlanner(
          new PlanSettings(
              Map.of(), "http://{name}-rest.{namespace}:{port}", Duration.ofMinutes(1), 5));
  private final StateSnapshotStatusWriter statuses = new StateSnapshotStatusWriter(500);

  final FlinkStateSnapshot resource;
  FlinkDeployment application = Serialization.unmarshal(APPLICATION, FlinkDeployment.class);
  Instant now = Instant.parse("2026-01-02T00:00:00Z");
  JobSnapshot jobs = new NotAsked();
  OperationView operation;

  /** Id of the job that Flink runs. */
  String job = JOB;

  DisposalView disposal;

  /**
   * @param spec YAML in one line; without a job it is of the application
   */
  StateSnapshotScene(String spec) {
    resource = Serialization.unmarshal(SNAPSHOT.formatted(spec), FlinkStateSnapshot.class);
  }

  static StateSnapshotScene savepoint(String further) {
    return new StateSnapshotScene(
        "{jobReference: {kind: FlinkDeployment, name: orders}, savepoint: {}%s}"
            .formatted(further));
  }

  /** A pass whose status is written. */
  StateSnapshotPlan pass() {
    StateSnapshotPlan plan = plan();
    resource.setStatus(statuses.render(resource, plan, now));
    return plan;
  }

  /** What a pass would do. */
  StateSnapshotPlan plan() {
    return planner.plan(
        new StateSnapshotObservation(resource, null, application, jobs, operation, disposal), now);
  }

  FlinkStateSnapshotStatus status() {
    return resource.getStatus();
  }

  void flinkSays(String state) {
    jobs =
        new Reached(
            List.of(new JobView(job, "orders", state, Instant.EPOCH, null, null, null)), null);
  }

  /** Flink has been asked for it. */
  StateSnapshotScene asked() {
    flinkSays("RUNNING");
    pass();
    return this;
  }

  void later(Duration time) {
    now = now.plus(time);
  }

  String triggerId() {
    return status().getTriggerId();
  }

  void delete() {
    resource.getMetadata().setDeletionTimestamp(now.toString());
  }
}
