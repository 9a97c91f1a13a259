package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.observe.view.PodView;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.NullUnmarked;

/** Random walks: a user who edits, Kubernetes and Flink that do as they like, passes between. */
@NullUnmarked
class PlannerWalkTest {

  enum Move {
    EDIT_IMAGE,
    EDIT_BADLY,
    EDIT_BACK,
    SUSPEND,
    RESUME,
    RESTART,
    MAKE_STATEFUL,
    MAKE_STATELESS,
    AVAILABLE,
    JOB_RUNS,
    JOB_RESTARTS,
    JOB_FAILS,
    JOB_FINISHES,
    UNREACHABLE,
    POD_STUCK,
    DEPLOYMENT_GONE,
    PODS_GONE,
    TIME,
    PASS
  }

  @Property(tries = 100, seed = "20260101")
  void no_walk_makes_two_clusters_or_forgets_state_and_every_walk_settles(
      @ForAll @Size(min = 5, max = 60) List<Move> moves) {
    Scene scene = new Scene();
    boolean ran = false;
    for (Move move : moves) {
      move(scene, move);
      Observation before = scene.seen();
      ran |=
          scene.plan().verdict() instanceof Verdict.Judged j && j.lifecycle() == Lifecycle.STABLE;
      Plan plan = scene.pass();
      oneClusterAtATime(before, plan);
      if (ran && Spec.stateful(scene.resource())) {
        stateIsKept(plan);
      }
    }
    settles(scene);
  }

  private static void oneClusterAtATime(Observation before, Plan plan) {
    if (plan.apply() == null) {
      return;
    }
    boolean same =
        before.jobManager() != null
            && plan.apply().launchedAs().equals(before.jobManager().revision());
    boolean nothingThere =
        before.jobManager() == null && before.pods().stream().allMatch(PodView::ended);
    assertThat(same || nothingThere).as("applied over another cluster: %s", before).isTrue();
    assertThat(plan.steps())
        .noneMatch(Step.ScaleDownJobManager.class::isInstance)
        .noneMatch(Step.DeleteJobManager.class::isInstance);
  }

  private static void stateIsKept(Plan plan) {
    assertThat(plan.steps())
        .noneMatch(
            step ->
                step instanceof Step.DeleteHighAvailabilityMetadata metadata
                    && metadata.keptJobId() == null
                    && plan.launching());
  }

  /** Left alone by the user, with Kubernetes and Flink doing their work, it comes to rest. */
  private static void settles(Scene scene) {
    for (int i = 0; i < 8; i++) {
      Plan plan = scene.pass();
      if (plan.steps().stream().anyMatch(Step.ScaleDownJobManager.class::isInstance)
          || scene.seen().jobManager() == null
          || scene.seen().jobManager().deleting()) {
        scene.clusterGone();
      } else {
        scene.available().job("RUNNING").after(Duration.ofSeconds(61));
      }
    }
    Plan last = scene.pass();
    assertThat(last.verdict())
        .isInstanceOfSatisfying(
            Verdict.Judged.class,
            judged -> assertThat(judged.health().kind()).isNotEqualTo(Health.Kind.PROGRESSING));
    var status = scene.resource().getStatus();
    scene.pass();
    assertThat(scene.resource().getStatus()).as("silent at rest").isEqualTo(status);
  }

  private static void move(Scene scene, Move move) {
    boolean cluster = scene.seen().jobManager() != null && !scene.seen().jobManager().deleting();
    switch (move) {
      case EDIT_IMAGE -> scene.edit(spec -> spec.setImage("flink:" + scene.now().toEpochMilli()));
      case EDIT_BADLY ->
          scene.edit(spec -> spec.setFlinkConfiguration(Map.of("kubernetes.cluster-id", "x")));
      case EDIT_BACK ->
          scene.edit(
              spec ->
                  spec.setFlinkConfiguration(
                      Map.of(
                          "state.checkpoints.dir", "file:///c",
                          "state.savepoints.dir", "file:///s")));
      case SUSPEND -> scene.editJob(job -> job.setState(Job.State.SUSPENDED));
      case RESUME -> scene.editJob(job -> job.setState(Job.State.RUNNING));
      case RESTART -> scene.edit(spec -> spec.setRestartNonce(scene.now().toEpochMilli()));
      case MAKE_STATEFUL -> scene.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.SAVEPOINT));
      case MAKE_STATELESS -> scene.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.STATELESS));
      case DEPLOYMENT_GONE -> scene.jobManagerDeletedByHand();
      case TIME -> scene.after(Duration.ofSeconds(25));
      case PODS_GONE -> {
        if (scene.seen().jobManager() == null || scene.seen().jobManager().deleting()) {
          scene.clusterGone();
        }
      }
      case PASS -> scene.pass();
      default -> {
        if (cluster) {
          clusterMove(scene, move);
        }
      }
    }
  }

  private static void clusterMove(Scene scene, Move move) {
    switch (move) {
      case AVAILABLE -> scene.available();
      case JOB_RUNS -> scene.available().job("RUNNING");
      case JOB_RESTARTS -> scene.job("RESTARTING");
      case JOB_FAILS -> scene.available().job("FAILED", true, "boom");
      case JOB_FINISHES -> scene.available().job("FINISHED");
      case UNREACHABLE -> scene.unreachable();
      default ->
          scene.trouble(true, PodTrouble.Kind.CANNOT_START, "CrashLoopBackOff", "exit code 1");
    }
  }
}
