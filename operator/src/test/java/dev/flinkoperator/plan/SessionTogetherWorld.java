package dev.flinkoperator.plan;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.FlinkVersion;
import dev.flinkoperator.observe.SessionJobViews;
import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.NotAsked;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.SessionJobView;
import dev.flinkoperator.observe.view.Unreachable;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/**
 * A session cluster in the hands of its planner, and three session jobs with one jar in the hands
 * of theirs. They know of each other by watches, which lag, and by Flink, which is asked now and
 * then.
 */
@NullUnmarked
final class SessionTogetherWorld {

  /** What Flink said, and of which epoch of the poller. */
  private record Heard(String epoch, List<JobView> jobs) {}

  private final Random dice;
  private final boolean blocking;
  private final FlinkVersion version;
  private final StringBuilder story = new StringBuilder();
  private final Map<SessionJobLife, Lagging<SessionJobView>> lives = new LinkedHashMap<>();
  private @Nullable Scene cluster;
  private final Lagging<Optional<FlinkDeployment>> shown = new Lagging<>(Optional.empty());
  private Optional<FlinkDeployment> written = Optional.empty();
  private @Nullable String epoch;
  private @Nullable Heard heard;
  private Instant downSince = Instant.EPOCH;
  private int clusters;
  private int edits;
  private boolean up;
  private String said = "";
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  SessionTogetherWorld(long seed) {
    dice = new Random(seed);
    blocking = dice.nextBoolean();
    version = dice.nextInt(4) == 0 ? FlinkVersion.V1_16 : FlinkVersion.V1_20;
    for (String name : List.of("orders", "invoices", "returns")) {
      SessionJobLife life =
          new SessionJobLife(
              dice, name, "default", "basic-example", what -> tell(name + ": " + what));
      lives.put(life, new Lagging<>(SessionJobViews.of(life.resource)));
    }
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
    Duration passed = Duration.ofSeconds(1 + dice.nextInt(faults ? 20 : 5));
    now = now.plus(passed);
    if (cluster != null) {
      cluster.after(passed);
    }
    if (faults) {
      disturb();
    }
    lives.keySet().forEach(life -> life.flink.now = now);
    lives.keySet().forEach(life -> life.flink.lives());
    kubelet();
    poll();
    if (cluster != null && (!faults || chance(0.7))) {
      clusterPass(faults);
    }
    for (SessionJobLife life : List.copyOf(lives.keySet())) {
      if (!faults || chance(0.7)) {
        life.pass(shown.seen(dice, faults).orElse(null), now, faults);
        lives.get(life).changed(SessionJobViews.of(life.resource));
      }
      life.check();
      if (life.gone) {
        noneRuns(life);
        lives.remove(life);
      }
    }
  }

  private static void noneRuns(SessionJobLife life) {
    if (life.flink.jobs.values().stream().anyMatch(run -> !SessionJobFlink.terminal(run))) {
      throw new IllegalStateException("a job runs whose resource is gone");
    }
  }

  private void disturb() {
    SessionJobLife one = List.copyOf(lives.keySet()).get(dice.nextInt(lives.size()));
    switch (dice.nextInt(26)) {
      case 0 -> one.edit();
      case 10, 11 -> one.editMode();
      case 1 -> one.suspendOrResume();
      case 2 -> operatorRestarts();
      case 3 -> jobManagerRestarts();
      case 4, 5 -> editCluster();
      case 6 -> deleteCluster();
      case 7, 8, 9 -> newCluster();
      default -> {}
    }
  }

  private void operatorRestarts() {
    tell("operator restarts");
    lives.keySet().forEach(SessionJobLife::operatorRestarts);
    heard = null;
  }

  private void jobManagerRestarts() {
    if (up) {
      tell("JobManager restarts");
      cluster.unavailableSince(now);
      ends();
      lives.keySet().forEach(life -> life.flink.restarts(false));
    }
  }

  private void editCluster() {
    if (cluster != null && !cluster.resource().isMarkedForDeletion()) {
      tell("cluster is edited");
      boolean back = chance(0.3);
      edits += back ? 0 : 1;
      configure(cluster.resource(), back ? Math.max(0, edits - 1) : edits);
      cluster.edit(spec -> {});
      appears();
    }
  }

  private void configure(FlinkDeployment resource, int slots) {
    resource
        .getSpec()
        .setFlinkConfiguration(
            Map.of(
                "taskmanager.numberOfTaskSlots",
                String.valueOf(2 + slots),
                "state.checkpoints.dir",
                "file:/state",
                "state.savepoints.dir",
                "file:/state",
                "kubernetes.operator.session.deletion.block-on-session-jobs",
                String.valueOf(blocking)));
  }

  /** One that waits for its jobs to be deleted would do nothing else any more. */
  private void deleteCluster() {
    if (!blocking && chance(0.4)) {
      clusterIsDeleted();
    }
  }

  private void clusterIsDeleted() {
    if (cluster != null && !cluster.resource().isMarkedForDeletion()) {
      tell("cluster is deleted");
      cluster.deleted();
      appears();
    }
  }

  private void newCluster() {
    if (cluster == null) {
      clusters++;
      tell("cluster " + clusters + " is created");
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
  private void kubelet() {
    JobManagerView jobManager = cluster == null ? null : cluster.seen().jobManager();
    if (jobManager == null) {
      return;
    }
    if (jobManager.deleting()) {
      if (chance(0.5)) {
        cluster.clusterGone();
      }
    } else if (!jobManager.available() && chance(0.4)) {
      tell("cluster is up");
      cluster.available();
      up = true;
      Map<String, Object> configuration = DeployedOptions.of(cluster.seen().inForce());
      lives.keySet().forEach(life -> life.flink.begins(configuration));
    }
  }

  private void poll() {
    if (up && epoch != null && chance(0.5)) {
      heard =
          new Heard(
              epoch, lives.keySet().stream().flatMap(life -> life.flink.list().stream()).toList());
    }
  }

  private void clusterPass(boolean faults) {
    boolean current = heard != null && heard.epoch().equals(epoch);
    cluster.jobs(
        current
            ? new Reached(heard.jobs(), null)
            : up || epoch == null ? new NotAsked() : new Unreachable("refused", downSince, null));
    cluster.sessionJobs(
        lives.values().stream()
            .map(view -> view.seen(dice, faults))
            .toArray(SessionJobView[]::new));
    Plan planned = cluster.plan();
    if (faults && chance(0.1)) {
      tell("cluster: pass is cut off before anything is written");
      return;
    }
    if (faults && chance(0.1)) {
      cluster.saved();
      appears();
      tell("cluster: pass is cut off after the status is written");
      return;
    }
    if (!confirmed(planned)) {
      tell("cluster: the watch of session jobs is behind");
      return;
    }
    boolean wasThere = lives();
    judge(planned, current ? heard.jobs() : List.of());
    Plan plan = cluster.pass();
    epoch = plan.follow() == null ? null : plan.follow().epoch();
    String reason = cluster.resource().getStatus().getConditions().get(0).getReason();
    if (!reason.equals(said)) {
      said = reason;
      tell("cluster: " + reason);
    }
    if (wasThere && !lives()) {
      tell("cluster: the JobManager is ended");
      ends();
      lives.keySet().forEach(life -> life.flink.isGone());
    }
    if (cluster.resource().isMarkedForDeletion() && Deletion.finishes(plan)) {
      tell("cluster is gone");
      cluster = null;
      epoch = null;
    }
    appears();
  }

  private boolean confirmed(Plan plan) {
    List<SessionJobView> live =
        lives.keySet().stream().map(life -> SessionJobViews.of(life.resource)).toList();
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
    for (SessionJobLife life : lives.keySet()) {
      life.flink.jobs.forEach(
          (id, run) -> {
            boolean known = listed.stream().anyMatch(job -> job.jobId().equals(id));
            if (known && !SessionJobFlink.terminal(run)) {
              throw new IllegalStateException(
                  "the cluster ends while it is known to run job " + id);
            }
          });
    }
  }

  /** No faults from now on; everything is to run. */
  void resume() {
    newCluster();
    lives.keySet().forEach(SessionJobLife::resume);
  }

  /** A cluster that is gone is made anew. */
  void keepThere() {
    newCluster();
  }

  /** In any order: nothing may wait for something that waits for it. */
  void deleteEverything() {
    List<Runnable> deletions = new ArrayList<>();
    lives.keySet().forEach(life -> deletions.add(() -> life.delete(now)));
    deletions.add(this::clusterIsDeleted);
    Collections.shuffle(deletions, dice);
    for (Runnable deletion : deletions) {
      deletion.run();
      step(false);
    }
  }

  boolean nothingIsLeft() {
    return cluster == null && lives.isEmpty();
  }

  boolean running() {
    return cluster != null
        && up
        && Objects.equals(
            cluster.resource().getStatus().getConditions().get(0).getReason(), "ClusterRunning")
        && lives.keySet().stream().allMatch(SessionJobLife::running);
  }

  /** As asked, or only an edit helps. */
  boolean settled() {
    return cluster != null
        && Stream.concat(
                cluster.resource().getStatus().getConditions().stream(),
                lives.keySet().stream()
                    .flatMap(life -> life.resource.getStatus().getConditions().stream()))
            .noneMatch(condition -> condition.getType().equals("Reconciling"));
  }
}
