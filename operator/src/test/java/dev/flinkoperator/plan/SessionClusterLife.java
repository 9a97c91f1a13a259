package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.observe.SessionJobViews;
import dev.flinkoperator.observe.view.HighAvailabilityView;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobSnapshot;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobView;
import dev.flinkoperator.observe.view.Unreachable;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * The session clusters of one name, one after the other, in the hands of their planner. What Flink
 * does in them is told to the jobs.
 */
@NullUnmarked
final class SessionClusterLife {

  /** What Flink said, and of which epoch of the poller. */
  private record Heard(String epoch, List<JobView> jobs) {}

  private final Random dice;
  private final SessionFlaw flaw;
  private final SessionJobLives jobs;
  private final Consumer<String> story;
  private final boolean blocking;
  private final boolean highlyAvailable;
  private final FlinkVersion version;
  private final Lagging<Optional<FlinkDeployment>> shown = new Lagging<>(Optional.empty());
  private @Nullable Scene cluster;
  private Optional<FlinkDeployment> written = Optional.empty();
  private @Nullable String epoch;
  private @Nullable Heard heard;
  private Instant now = Instant.EPOCH;
  private Instant downSince = Instant.EPOCH;
  private int clusters;
  private int edits;
  private boolean up;
  private String said = "";

  SessionClusterLife(Random dice, SessionFlaw flaw, SessionJobLives jobs, Consumer<String> story) {
    this.dice = dice;
    this.flaw = flaw;
    this.jobs = jobs;
    this.story = story;
    blocking = dice.nextBoolean();
    highlyAvailable = dice.nextInt(3) == 0;
    version = dice.nextInt(4) == 0 ? FlinkVersion.V1_16 : FlinkVersion.V1_20;
  }

  private void tell(String what) {
    story.accept("cluster: " + what);
  }

  private boolean chance(double p) {
    return dice.nextDouble() < p;
  }

  /** Its deletion waits until its session jobs are deleted. */
  boolean blocked() {
    return blocking && cluster != null && cluster.resource().isMarkedForDeletion();
  }

  boolean exists() {
    return cluster != null;
  }

  /** As a watch shows it; null: not there. */
  @Nullable FlinkDeployment shown(boolean late) {
    return shown.seen(dice, late).orElse(null);
  }

  void after(Duration passed, Instant now) {
    this.now = now;
    if (cluster != null) {
      cluster.after(passed);
    }
  }

  void operatorRestarts() {
    heard = null;
  }

  void jobManagerRestarts() {
    if (up) {
      tell("the JobManager restarts");
      cluster.unavailableSince(now);
      ends();
      jobs.each(life -> life.flink.restarts(highlyAvailable));
    }
  }

  void edit() {
    if (cluster != null && !cluster.resource().isMarkedForDeletion()) {
      tell("edit");
      boolean back = chance(0.3);
      edits += back ? 0 : 1;
      configure(cluster.resource(), back ? Math.max(0, edits - 1) : edits);
      cluster.edit(spec -> {});
      appears();
    }
  }

  private void configure(FlinkDeployment resource, int slots) {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("taskmanager.numberOfTaskSlots", String.valueOf(2 + slots));
    configuration.put("state.checkpoints.dir", "file:/state");
    configuration.put("state.savepoints.dir", "file:/state");
    configuration.put(
        "kubernetes.operator.session.deletion.block-on-session-jobs", String.valueOf(blocking));
    if (highlyAvailable) {
      configuration.put(
          version == FlinkVersion.V1_16 ? "high-availability" : "high-availability.type",
          "kubernetes");
      configuration.put("high-availability.storageDir", "file:/ha");
    }
    resource.getSpec().setFlinkConfiguration(configuration);
  }

  void delete() {
    if (cluster != null && !cluster.resource().isMarkedForDeletion()) {
      tell("is deleted");
      cluster.deleted();
      appears();
    }
  }

  void create() {
    if (cluster == null) {
      clusters++;
      tell(clusters + " is created");
      cluster =
          Scene.sessionOf(
              resource -> {
                resource.getMetadata().setUid("cluster-" + clusters);
                resource.getSpec().setFlinkVersion(version);
                configure(resource, edits);
              });
      cluster.after(Duration.between(cluster.now(), now));
      appears();
    }
  }

  private void appears() {
    Optional<FlinkDeployment> live = Optional.ofNullable(cluster).map(Scene::resource);
    if (!live.equals(written)) {
      written = live.map(Serialization::clone);
      shown.changed(written);
    }
  }

  private void ends() {
    up = false;
    downSince = now;
    heard = null;
  }

  /** Pods come and go. */
  void kubelet() {
    JobManagerView jobManager = cluster == null ? null : cluster.seen().jobManager();
    if (jobManager == null) {
      return;
    }
    if (jobManager.deleting()) {
      if (chance(0.5)) {
        cluster.clusterGone();
      }
    } else if (!jobManager.available() && chance(0.4)) {
      tell("is up");
      cluster.available();
      up = true;
      jobs.each(this::takes);
    }
  }

  /** Flink serves a job as soon as there is both. */
  void takes(SessionJobLife life) {
    if (up) {
      life.flink.begins(DeployedOptions.of(cluster.seen().inForce()));
    }
  }

  void poll() {
    if (up && epoch != null && chance(0.5)) {
      heard = new Heard(epoch, jobs.all().flatMap(life -> life.flink.list().stream()).toList());
    }
  }

  void pass(boolean faults) {
    if (cluster == null) {
      return;
    }
    boolean current = heard != null && heard.epoch().equals(epoch);
    look(current, faults);
    Plan planned = cluster.plan();
    if (faults && chance(0.1)) {
      tell("pass is cut off before anything is written");
      return;
    }
    if (faults && chance(0.1)) {
      cluster.saved();
      appears();
      tell("pass is cut off after the status is written");
      return;
    }
    if (flaw.waitsForJobs() && !confirmed(planned)) {
      tell("the watch of session jobs is behind");
      return;
    }
    judge(planned, current ? heard.jobs() : List.of());
    act();
    appears();
  }

  private void look(boolean current, boolean faults) {
    cluster.jobs(current ? answered() : unanswered());
    cluster.sessionJobs(flaw.waitsForJobs() ? jobs.seen(dice, faults) : new SessionJobView[] {});
    Set<String> recoverable =
        !highlyAvailable
            ? Set.of()
            : jobs.all().flatMap(life -> life.flink.running().stream()).collect(Collectors.toSet());
    cluster.metadata(new HighAvailabilityView(recoverable, Set.of()));
  }

  private JobSnapshot answered() {
    return new Reached(flaw.waitsForJobs() ? heard.jobs() : List.of(), null);
  }

  private JobSnapshot unanswered() {
    return up || epoch == null ? new NotAsked() : new Unreachable("refused", downSince, null);
  }

  private void act() {
    boolean wasThere = lives();
    Plan plan = cluster.pass();
    epoch = plan.follow() == null ? null : plan.follow().epoch();
    String reason = cluster.resource().getStatus().getConditions().get(0).getReason();
    if (!reason.equals(said)) {
      said = reason;
      tell(reason);
    }
    if (wasThere && !lives()) {
      tell("the JobManager is ended");
      ends();
      jobs.each(life -> life.flink.restarts(highlyAvailable));
    }
    if (plan.steps().stream().anyMatch(Step.DeleteHighAvailabilityMetadata.class::isInstance)) {
      jobs.each(life -> life.flink.isGone());
    }
    if (cluster.resource().isMarkedForDeletion() && Deletion.finishes(plan)) {
      tell("is gone");
      cluster = null;
      epoch = null;
    }
  }

  private boolean confirmed(Plan plan) {
    List<SessionJobView> live =
        jobs.there().stream().map(life -> SessionJobViews.of(life.resource)).toList();
    return plan.steps().stream()
        .noneMatch(step -> step instanceof Step.ConfirmSessionJobs confirm && !confirm.isOf(live));
  }

  private boolean lives() {
    JobManagerView jobManager = cluster.seen().jobManager();
    return jobManager != null && !jobManager.deleting();
  }

  /** A job that the planner has heard of is not ended with its cluster, unless that is told. */
  private void judge(Plan plan, List<JobView> listed) {
    boolean told =
        plan.notices().stream().anyMatch(notice -> notice.message().contains("any longer"));
    if (!plan.endsJobManager() || told) {
      return;
    }
    for (String id : jobs.all().flatMap(life -> life.flink.running().stream()).toList()) {
      if (listed.stream().anyMatch(job -> job.jobId().equals(id))) {
        throw new IllegalStateException("the cluster ends while it is known to run job " + id);
      }
    }
  }

  boolean running() {
    return cluster != null && up && said.equals("ClusterRunning");
  }

  /** As asked, or only an edit helps. */
  boolean settled() {
    return cluster != null
        && cluster.resource().getStatus().getConditions().stream()
            .map(Condition::getType)
            .noneMatch("Reconciling"::equals);
  }
}
