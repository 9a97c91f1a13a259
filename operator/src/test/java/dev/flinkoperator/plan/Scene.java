package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.RevisionCodec;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.CheckpointView;
import dev.flinkoperator.observe.view.CheckpointsView;
import dev.flinkoperator.observe.view.ClusterSizeView;
import dev.flinkoperator.observe.view.DisposalView;
import dev.flinkoperator.observe.view.HighAvailabilityView;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NamedSnapshotView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.OperationView;
import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.observe.view.PodView;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import dev.flinkoperator.observe.view.RestartsQuestion;
import dev.flinkoperator.observe.view.RestartsView;
import dev.flinkoperator.observe.view.SessionJobView;
import dev.flinkoperator.observe.view.Unreachable;
import dev.flinkoperator.observe.view.VertexView;
import dev.flinkoperator.status.StatusWriter;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A small world for the planner: a resource, what runs of it, and a clock. A pass plans, takes over
 * the status and the revision, and plays Kubernetes for the steps.
 */
@NullUnmarked
public final class Scene {

  public static final String MANIFEST =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata:
        name: basic-example
        namespace: streams
        uid: 5d2b2c3e-0000-0000-0000-000000000001
        generation: 1
      spec:
        image: flink:1.20
        flinkVersion: v1_20
        flinkConfiguration:
          taskmanager.numberOfTaskSlots: "2"
        serviceAccount: flink
        jobManager:
          resource: {memory: 2048m, cpu: 1}
        taskManager:
          resource: {memory: 2048m, cpu: 1}
        job:
          jarURI: local:///opt/flink/examples/streaming/StateMachineExample.jar
          parallelism: 2
          upgradeMode: stateless
          state: running
      """;

  static final PlanSettings SETTINGS =
      new PlanSettings(
          Map.of(), "http://{name}-rest.{namespace}:{port}", Duration.ofSeconds(60), 3);

  private final Planner planner = new Planner(SETTINGS);
  private final StatusWriter statuses = new StatusWriter(2_000);
  private final FlinkDeployment resource = Serialization.unmarshal(MANIFEST, FlinkDeployment.class);
  private final List<Observation.RevisionName> revisions = new ArrayList<>();
  private final Map<String, Revision> recorded = new HashMap<>();
  private @Nullable Revision inForce;
  private @Nullable JobManagerView jobManager;
  private List<PodView> pods = List.of();
  private JobSnapshot job = new NotAsked();
  private @Nullable CheckpointsView checkpoints;
  private @Nullable OperationView operation;
  private @Nullable DisposalView disposal;
  private @Nullable RestartsView restarts;
  private @Nullable RescaleView rescale;
  private List<SessionJobView> sessionJobs = List.of();
  private @Nullable NamedSnapshotView snapshot;
  private HighAvailabilityView highAvailability = HighAvailabilityView.NONE;
  private Instant jobStart = Instant.parse("2026-01-01T00:00:00Z");
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private int uids;

  public FlinkDeployment resource() {
    return resource;
  }

  public Instant now() {
    return now;
  }

  public Observation seen() {
    return new Observation(
            resource,
            inForce,
            List.copyOf(revisions),
            jobManager,
            pods,
            job,
            checkpoints,
            operation,
            highAvailability,
            stable(),
            disposal,
            restarts)
        .told(rescale)
        .with(sessionJobs)
        .startingFrom(snapshot);
  }

  /** The FlinkStateSnapshot that the job names to start from. */
  public Scene snapshot(@Nullable NamedSnapshotView named) {
    snapshot = named;
    return this;
  }

  /** FlinkSessionJobs that name the cluster. */
  public Scene sessionJobs(SessionJobView... jobs) {
    sessionJobs = List.of(jobs);
    return this;
  }

  private @Nullable Revision stable() {
    return resource.getStatus() == null
        ? null
        : recorded.get(resource.getStatus().getLastStableRevision());
  }

  public Plan plan() {
    return planner.plan(seen(), now);
  }

  /** Plans, and does what the plan says, successfully. */
  public Plan pass() {
    Plan plan = saved();
    for (Step step : plan.steps()) {
      if (step instanceof Step.ScaleDownJobManager scale && jobManager != null) {
        jobManager = ending(jobManager, scale.now());
      } else if ((step instanceof Step.DeleteJobManager
              || step instanceof Step.DeleteUnbegunJobManager)
          && jobManager != null) {
        jobManager = ending(jobManager, null);
      }
    }
    if (plan.apply() != null && jobManager == null) {
      jobManager =
          new JobManagerView(
              "jm-" + ++uids,
              plan.apply().launchedAs(),
              Set.of(resource.getMetadata().getUid()),
              false,
              null,
              false,
              null,
              null,
              now);
      pods = List.of(pod("jobmanager", true, null));
      job = new NotAsked();
      checkpoints = null;
      restarts = null;
      rescale = null;
    }
    if (resource.getStatus().getOperation() == null) {
      operation = null;
    }
    return plan;
  }

  /** Plans, and gets as far as the status is written and the revision recorded. */
  public Plan saved() {
    Plan plan = plan();
    resource.setStatus(statuses.render(seen(), plan, now));
    for (Step step : plan.steps()) {
      if (step instanceof Step.RecordRevision record) {
        recorded.put(record.revision().name(), readBack(record.revision()));
        revisions.add(
            new Observation.RevisionName(record.revision().name(), record.revision().number()));
      }
    }
    inForce = plan.inForce() == null ? null : readBack(plan.inForce());
    return plan;
  }

  /** A running job, reported as such. */
  public static Scene running() {
    return running(spec -> {});
  }

  public static Scene running(Consumer<FlinkDeploymentSpec> spec) {
    Scene scene = new Scene();
    spec.accept(scene.resource.getSpec());
    scene.pass();
    scene.available().job("RUNNING").pass();
    return scene;
  }

  /** A session cluster that answers and is reported as up. */
  public static Scene session() {
    return session(spec -> {});
  }

  public static Scene session(Consumer<FlinkDeploymentSpec> spec) {
    Scene scene = new Scene();
    scene.resource.getSpec().setJob(null);
    spec.accept(scene.resource.getSpec());
    scene.pass();
    scene.available().submitted().pass();
    return scene;
  }

  /** A session cluster that is to be made. */
  static Scene sessionOf(Consumer<FlinkDeployment> edit) {
    Scene scene = new Scene();
    scene.resource.getSpec().setJob(null);
    edit.accept(scene.resource);
    return scene;
  }

  /** What Flink has said last. */
  Scene jobs(JobSnapshot said) {
    job = said;
    return this;
  }

  /** A session cluster lists jobs in these states, submitted by somebody, and no others. */
  public Scene submitted(String... states) {
    List<JobView> jobs = new ArrayList<>();
    for (String state : states) {
      String id = Integer.toHexString(jobs.size() + 1).repeat(32);
      jobs.add(new JobView(id, "job " + jobs.size(), state, now, jobStart, null, null, true));
    }
    job = new Reached(jobs, null, new ClusterSizeView(states.length, 2 * states.length, 0));
    return this;
  }

  public Scene edit(Consumer<FlinkDeploymentSpec> edit) {
    edit.accept(resource.getSpec());
    resource.getMetadata().setGeneration(resource.getMetadata().getGeneration() + 1);
    return this;
  }

  public Scene editJob(Consumer<Job> edit) {
    return edit(spec -> edit.accept(spec.getJob()));
  }

  public Scene after(Duration time) {
    now = now.plus(time);
    return this;
  }

  public Scene available() {
    jobManager =
        new JobManagerView(
            jobManager.uid(),
            jobManager.revision(),
            jobManager.ownerUids(),
            jobManager.deleting(),
            jobManager.scaledDown(),
            true,
            null,
            null,
            now);
    pods = List.of(pod("jobmanager", true, null), pod("taskmanager-1", false, null));
    return this;
  }

  /** Its JobManager asks for TaskManagers, though it is not said to be available yet. */
  public Scene taskManagerAskedFor() {
    pods = List.of(pod("jobmanager", true, null), pod("taskmanager-1", false, null));
    return this;
  }

  public Scene noTaskManagers() {
    pods = pods.stream().filter(PodView::jobManager).toList();
    return this;
  }

  public Scene unavailableSince(Instant since) {
    jobManager =
        new JobManagerView(
            jobManager.uid(),
            jobManager.revision(),
            jobManager.ownerUids(),
            false,
            null,
            false,
            since,
            null,
            now,
            jobManager.onceAvailable());
    return this;
  }

  public Scene podsRefused(String message) {
    jobManager =
        new JobManagerView(
            jobManager.uid(),
            jobManager.revision(),
            jobManager.ownerUids(),
            false,
            null,
            false,
            null,
            message,
            now);
    pods = List.of();
    return this;
  }

  public Scene job(String state) {
    return job(state, true, null);
  }

  public Scene job(String state, boolean tasksUp, @Nullable String failure) {
    job =
        new Reached(
            List.of(
                new JobView(
                    inForce.jobId(),
                    "state machine",
                    state,
                    now,
                    jobStart,
                    null,
                    failure,
                    tasksUp)),
            null);
    return this;
  }

  /** The job has completed this one and goes on. */
  public Scene checkpoint(long id, @Nullable String path) {
    return checkpoints(id, path, false, false);
  }

  /** Flink was asked after the end of the job. */
  public Scene lastCheckpoint(long id, @Nullable String path) {
    return checkpoints(id, path, false, true);
  }

  /** So often Flink has restarted the job within the two minutes that are the default. */
  public Scene restarts(long times) {
    restarts =
        new RestartsView(new RestartsQuestion(inForce.jobId(), Duration.ofMinutes(2)), times);
    return this;
  }

  /** Flink tells the bounds and the parallelism of the one vertex the job has. */
  public Scene vertex(String id, int lower, int upper, int parallelism) {
    rescale =
        new RescaleView(
            asked(),
            new TreeMap<>(Map.of(id, new VertexView("", lower, upper, parallelism))),
            null,
            now);
    return this;
  }

  public Scene rescaleRefused(String reason) {
    RescaleQuestion question = asked();
    rescale =
        rescale != null && rescale.question().equals(question)
            ? rescale.refusing(reason, now)
            : RescaleView.refused(question, reason, now);
    return this;
  }

  private RescaleQuestion asked() {
    return plan().follow().rescale();
  }

  /** Another JobManager process goes on with the job where the one before was. */
  public Scene startedAnew() {
    jobStart = now;
    return job("RUNNING");
  }

  public Scene neverCompletedOne() {
    checkpoints = new CheckpointsView(inForce.jobId(), jobStart, true, null, null);
    return this;
  }

  public Scene checkpoints(long id, @Nullable String path, boolean savepoint, boolean afterEnd) {
    checkpoints =
        new CheckpointsView(
            inForce.jobId(),
            jobStart,
            afterEnd,
            new CheckpointView(id, path, now, savepoint),
            checkpoints == null ? null : checkpoints.beforeRestart());
    return this;
  }

  /** Flink says that the run which has completed the newest checkpoint went on from there. */
  public Scene restoredFrom(String path) {
    CheckpointView newest = checkpoints.newest();
    CheckpointView restored = new CheckpointView(newest.id() - 1, path, newest.completed(), true);
    checkpoints = new CheckpointsView(inForce.jobId(), jobStart, false, newest, null, restored);
    return this;
  }

  /** Another JobManager process has begun the job from its first restore point. */
  public Scene begunAnew() {
    jobStart = now;
    CheckpointView before = checkpoints == null ? null : checkpoints.newest();
    checkpoints = new CheckpointsView(inForce.jobId(), jobStart, false, null, before);
    return job("RUNNING");
  }

  /** What the operator knew only by heart is lost. */
  public Scene operatorRestarted() {
    rescale = null;
    job = new NotAsked();
    checkpoints = null;
    operation = null;
    return this;
  }

  public Scene operationCompleted(String path) {
    operation = new OperationView.Completed(triggerId(), path);
    return this;
  }

  public Scene operationFailed(String reason) {
    operation = new OperationView.Failed(triggerId(), reason);
    return this;
  }

  public Scene operationRunning() {
    operation = new OperationView.Running(triggerId());
    return this;
  }

  public Scene operationNotKnown() {
    operation = new OperationView.NotKnown(triggerId());
    return this;
  }

  /** The disposal of a savepoint has ended; without a failure it is gone. */
  public Scene disposed(String path, @Nullable String failure) {
    disposal = new DisposalView(path, failure, now);
    return this;
  }

  /** Nobody was asked to dispose of it: somebody needs it. */
  Scene spared(String path, String reason) {
    disposal = new DisposalView(path, reason, now, true);
    return this;
  }

  private String triggerId() {
    return resource.getStatus().getOperation().getTriggerId();
  }

  public String jobId() {
    return inForce.jobId();
  }

  /** Flink's own ConfigMap of the job in force is there, with or without a checkpoint in it. */
  public Scene metadata(boolean withCheckpoint) {
    highAvailability =
        new HighAvailabilityView(
            Set.of(inForce.jobId()), withCheckpoint ? Set.of(inForce.jobId()) : Set.of());
    return this;
  }

  /** Flink's own ConfigMaps of all jobs. */
  Scene metadata(HighAvailabilityView seen) {
    highAvailability = seen;
    return this;
  }

  public Scene metadataGone() {
    highAvailability = HighAvailabilityView.NONE;
    return this;
  }

  public Scene noJobs() {
    job = new Reached(List.of(), null);
    return this;
  }

  public Scene unreachable() {
    job = new Unreachable("timed out", now, job instanceof Reached reached ? reached : null);
    return this;
  }

  public Scene trouble(boolean ofJobManager, PodTrouble.Kind kind, String reason, String message) {
    pods =
        List.of(
            pod("jobmanager", true, ofJobManager ? new PodTrouble(kind, reason, message) : null),
            pod(
                "taskmanager-1",
                false,
                ofJobManager ? null : new PodTrouble(kind, reason, message)));
    return this;
  }

  /** Somebody removed the JobManager Deployment; its pods are still there. */
  public Scene jobManagerDeletedByHand() {
    jobManager = null;
    job = new NotAsked();
    return this;
  }

  /** Its TaskManager is still there. */
  public Scene jobManagerPodGone() {
    pods = List.of(pod("taskmanager-1", false, null));
    return this;
  }

  public Scene podsGone() {
    pods = List.of();
    return this;
  }

  public Scene clusterGone() {
    jobManager = null;
    pods = List.of();
    job = new NotAsked();
    return this;
  }

  public Scene foreignDeployment() {
    jobManager = new JobManagerView("foreign", null, Set.of(), false, null, true, null, null, now);
    return this;
  }

  /** Made by the Apache operator: owned by the resource, without a mark of ours. */
  public Scene apacheJobManager() {
    jobManager =
        new JobManagerView(
            "apache",
            null,
            Set.of(resource.getMetadata().getUid()),
            false,
            null,
            true,
            null,
            null,
            now);
    pods = List.of(pod("jobmanager", true, null), pod("taskmanager-1", false, null));
    return this;
  }

  public Scene deleted() {
    resource.getMetadata().setDeletionTimestamp(now.toString());
    return this;
  }

  public Scene revisionLost() {
    inForce = null;
    return this;
  }

  /** The spec that is recorded as deployed. */
  public String deployedSpec() {
    return inForce == null ? "" : inForce.spec().toString();
  }

  public Map<String, Object> deployedConfiguration() {
    return Map.of("taskmanager.numberOfTaskSlots", "2");
  }

  public static String json(FlinkDeploymentSpec spec) {
    return SpecJson.of(spec).toString();
  }

  private static PodView pod(String name, boolean ofJobManager, @Nullable PodTrouble trouble) {
    return new PodView(name, ofJobManager, false, false, trouble);
  }

  private JobManagerView ending(JobManagerView view, @Nullable Instant scaledDown) {
    return new JobManagerView(
        view.uid(),
        view.revision(),
        view.ownerUids(),
        true,
        scaledDown,
        view.available(),
        null,
        null,
        now);
  }

  /** As the API server would give it back. */
  private Revision readBack(Revision revision) {
    String text = Serialization.asJson(RevisionCodec.write(resource, revision));
    return RevisionCodec.read(Serialization.unmarshal(text, ControllerRevision.class));
  }
}
