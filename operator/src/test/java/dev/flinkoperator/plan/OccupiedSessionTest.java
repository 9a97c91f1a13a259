package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A session cluster is deleted in which somebody's jobs may still run. */
@NullUnmarked
class OccupiedSessionTest {

  private static final String BLOCKS =
      "kubernetes.operator.session.deletion.block-on-unmanaged-jobs";

  @Test
  void flink_is_asked_anew_before_anything_is_deleted() {
    Scene scene = Scene.session();
    String epoch = scene.plan().follow().epoch();

    Plan plan = scene.deleted().pass();

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.follow().epoch()).isNotEqualTo(epoch);
    assertThat(plan.follow().moving()).isTrue();
    assertThat(scene.operatorRestarted().pass().steps()).isEmpty();
    assertThat(deletes(scene.submitted("FINISHED", "CANCELED").pass())).isTrue();
  }

  @Test
  void the_jobs_are_named_and_waited_for() {
    Scene scene = Scene.session().deleted();
    scene.pass();

    Plan plan = scene.submitted("RUNNING", "FAILED", "RESTARTING").pass();

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.wake()).isNotNull();
    assertThat(message(plan))
        .startsWith("The deletion waits for 2 jobs: 'job 0' (1111")
        .contains(BLOCKS);
    assertThat(plan.notices())
        .singleElement()
        .extracting(Notice::reason)
        .isEqualTo(EventReason.CLEANUP_FAILED);
    assertThat(scene.pass().notices()).isEmpty();
    scene.operatorRestarted().pass();
    assertThat(scene.submitted("RUNNING", "FAILED", "RESTARTING").pass().notices()).isEmpty();
    assertThat(scene.resource().getStatus().getTaskManager().getReplicas()).isEqualTo(3);
    assertThat(scene.resource().getStatus().getLifecycleState()).isEqualTo("DELETING");
    assertThat(deletes(scene.submitted("CANCELED", "FAILED", "FINISHED").pass())).isTrue();
  }

  @Test
  void the_option_by_either_of_its_names_lets_the_jobs_go_with_the_cluster() {
    for (String key : new String[] {BLOCKS, BLOCKS.replace("deletion.", "")}) {
      Scene scene = Scene.session().submitted("RUNNING").deleted();
      scene.pass();
      scene.submitted("RUNNING").pass();

      scene.edit(spec -> spec.setFlinkConfiguration(Map.of(key, "false")));

      assertThat(deletes(scene.pass())).as(key).isTrue();
    }
  }

  @Test
  void a_cluster_that_does_not_answer_is_waited_for_only_so_long() {
    Scene scene = Scene.session().deleted();
    scene.pass();

    Plan waiting = scene.unreachable().after(Duration.ofMinutes(4)).pass();

    assertThat(deletes(waiting)).isFalse();
    assertThat(message(waiting)).contains("until 2026-01-01T00:05:00Z the cluster is deleted");
    Plan plan = scene.after(Duration.ofMinutes(1)).pass();
    assertThat(deletes(plan)).isTrue();
    assertThat(plan.notices())
        .singleElement()
        .extracting(Notice::message)
        .asString()
        .contains("has not answered for 300 s");
  }

  @Test
  void a_cluster_that_never_was_up_is_deleted_at_once() {
    Scene scene = new Scene().edit(spec -> spec.setJob(null));
    scene.pass();

    assertThat(deletes(scene.deleted().pass())).isTrue();
  }

  @Test
  void a_jobmanager_deleted_by_hand_holds_up_nothing() {
    Scene scene = Scene.session().deleted();
    scene.pass();
    scene.submitted("RUNNING").pass();

    Plan plan = scene.clusterGone().pass();

    assertThat(Deletion.finishes(plan)).isTrue();
    assertThat(plan.steps()).contains(Step.DeleteHighAvailabilityMetadata.all());
  }

  @Test
  void the_last_savepoint_of_an_application_is_not_waited_for() {
    Scene scene =
        Scene.session(
                spec ->
                    spec.setFlinkConfiguration(
                        Map.of("kubernetes.operator.job.savepoint-on-deletion", "true")))
            .deleted();
    scene.pass();

    assertThat(deletes(scene.submitted().pass())).isTrue();
  }

  private static boolean deletes(Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            step ->
                step instanceof Step.ScaleDownJobManager || step instanceof Step.DeleteJobManager);
  }

  private static String message(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health().message();
  }
}
