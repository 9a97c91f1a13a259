package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.SessionJobView;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** The end of a session cluster waits for its FlinkSessionJobs, but never for ever. */
@NullUnmarked
class SessionJobsFirstTest {

  private static final String ID = "1".repeat(32);
  private static final String UID = "5d2b2c3e-0000-0000-0000-000000000001";

  @Test
  void an_upgrade_waits_until_the_end_of_its_job_is_written_down() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false));

    Plan plan = edited(scene).pass();

    assertThat(plan.steps()).isEmpty();
    assertThat(plan.inForce().number()).isEqualTo(1);
    assertThat(health(plan).reason()).isEqualTo(Reason.WaitingForSessionJobs);
    assertThat(health(plan).message()).contains("orders");
    assertThat(plan.notices()).hasSize(1);
    assertThat(scene.pass().notices()).isEmpty();
    // Flink has ended it, but where its state is has not been read yet.
    assertThat(ends(scene.submitted("FINISHED").pass())).isFalse();
    assertThat(ends(scene.sessionJobs(job(false, false)).pass())).isTrue();
  }

  @Test
  void a_job_that_flink_still_runs_is_waited_for_whatever_is_written() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(false, false));

    assertThat(ends(edited(scene).pass())).isFalse();
  }

  @Test
  void a_job_that_the_cluster_does_not_know_is_not_waited_for_once_it_was_asked_again() {
    Scene scene = Scene.session().submitted().sessionJobs(job(true, false));

    assertThat(ends(edited(scene).pass())).as("the list may be older than the job").isFalse();
    assertThat(ends(scene.submitted().pass())).isTrue();
  }

  @Test
  void jobs_of_another_cluster_of_this_name_are_not_waited_for() {
    Scene scene =
        Scene.session()
            .submitted("RUNNING")
            .sessionJobs(new SessionJobView("orders", false, "other", ID, true, false, null));

    assertThat(ends(edited(scene).pass())).isTrue();
  }

  @Test
  void an_edit_that_is_taken_back_leaves_the_cluster_as_it_is() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false));
    edited(scene).pass();

    scene.edit(spec -> spec.setFlinkConfiguration(Map.of("taskmanager.numberOfTaskSlots", "2")));

    assertThat(health(scene.submitted("RUNNING").pass()).reason()).isEqualTo(Reason.ClusterRunning);
  }

  @Test
  void a_job_that_cannot_be_stopped_is_waited_for_only_so_long() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false));
    edited(scene).pass();
    assertThat(ends(scene.after(Duration.ofMinutes(9)).pass())).isFalse();

    Plan plan = scene.after(Duration.ofMinutes(2)).pass();

    assertThat(ends(plan)).isTrue();
    assertThat(plan.notices().toString()).contains("orders").contains("any longer");
  }

  @Test
  void a_deletion_that_has_waited_long_for_something_else_still_gives_its_jobs_time() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false)).deleted();
    assertThat(health(scene.pass()).reason()).isEqualTo(Reason.WaitingForJobs);
    scene.after(Duration.ofHours(5)).submitted("RUNNING").pass();
    scene.edit(
        spec ->
            spec.setFlinkConfiguration(
                Map.of("kubernetes.operator.session.deletion.block-on-session-jobs", "false")));

    scene.submitted("RUNNING").pass();
    assertThat(ends(scene.submitted("RUNNING").pass())).isFalse();
    assertThat(ends(scene.after(Duration.ofMinutes(9)).pass())).isFalse();

    assertThat(ends(scene.after(Duration.ofMinutes(2)).pass())).isTrue();
  }

  @Test
  void a_wait_that_is_over_does_not_count_for_the_next_one() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false));
    edited(scene).pass();
    assertThat(scene.resource().getStatus().getWaitingForSessionJobsSince()).isNotNull();
    scene.edit(spec -> spec.setFlinkConfiguration(Map.of("taskmanager.numberOfTaskSlots", "2")));
    scene.submitted("RUNNING").pass();

    assertThat(scene.resource().getStatus().getWaitingForSessionJobsSince()).isNull();
  }

  @Test
  void a_savepoint_that_is_under_way_is_given_more_time() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, true));
    edited(scene).pass();

    assertThat(ends(scene.after(Duration.ofMinutes(50)).pass())).isFalse();
    assertThat(ends(scene.after(Duration.ofMinutes(11)).pass())).isTrue();
  }

  @Test
  void a_silent_cluster_is_waited_for_only_so_long() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false));
    edited(scene).pass();
    scene.unreachable();
    assertThat(ends(scene.pass())).isFalse();

    assertThat(ends(scene.after(Duration.ofMinutes(6)).pass())).isTrue();
  }

  @Test
  void a_deletion_waits_for_the_resources_or_stops_the_jobs_as_its_owner_wants() {
    Scene scene = Scene.session().submitted("RUNNING").sessionJobs(job(true, false)).deleted();
    assertThat(health(scene.pass()).reason()).isEqualTo(Reason.WaitingForJobs);
    scene.edit(
        spec ->
            spec.setFlinkConfiguration(
                Map.of("kubernetes.operator.session.deletion.block-on-session-jobs", "false")));

    Plan waits = scene.submitted("RUNNING").pass();

    assertThat(ends(waits)).isFalse();
    assertThat(health(waits).reason()).isEqualTo(Reason.WaitingForSessionJobs);
    assertThat(ends(scene.submitted("CANCELED").sessionJobs(job(false, false)).pass())).isTrue();
  }

  private static SessionJobView job(boolean mayRun, boolean saving) {
    return new SessionJobView("orders", false, UID, ID, mayRun, saving, null);
  }

  private static Scene edited(Scene scene) {
    return scene.edit(spec -> spec.setFlinkConfiguration(Map.of("web.timeout", "12345")));
  }

  private static Health health(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health();
  }

  private static boolean ends(Plan plan) {
    return plan.steps().stream()
        .anyMatch(
            step ->
                step instanceof Step.ScaleDownJobManager || step instanceof Step.DeleteJobManager);
  }
}
