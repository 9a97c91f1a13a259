package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobManagerEndTest {

  private final Scene scene = Scene.running();

  private static List<String> names(Plan plan) {
    return plan.steps().stream().map(step -> step.getClass().getSimpleName()).toList();
  }

  @Test
  void ends_the_jobmanager_before_its_taskmanagers() {
    scene.edit(spec -> spec.setImage("flink:1.20-fixed"));

    assertThat(names(scene.pass())).contains("ScaleDownJobManager");
    Plan waiting = scene.after(Duration.ofSeconds(3)).pass();
    assertThat(names(waiting)).doesNotContain("ScaleDownJobManager", "DeleteJobManager");
    assertThat(waiting.apply()).isNull();
    assertThat(names(scene.jobManagerPodGone().pass())).contains("DeleteJobManager");
    assertThat(names(scene.pass())).doesNotContain("DeleteJobManager");
    assertThat(scene.clusterGone().pass().apply()).isNotNull();
  }

  @Test
  void deletes_the_deployment_under_a_jobmanager_that_does_not_end() {
    scene.edit(spec -> spec.setImage("flink:1.20-fixed")).pass();

    assertThat(names(scene.after(Duration.ofSeconds(59)).pass()))
        .doesNotContain("DeleteJobManager");
    assertThat(scene.plan().wake()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    assertThat(names(scene.after(Duration.ofSeconds(1)).pass())).contains("DeleteJobManager");
  }

  @Test
  void deletes_at_once_what_never_had_a_pod() {
    scene.podsRefused("exceeded quota").edit(spec -> spec.setImage("flink:1.20-fixed"));

    assertThat(names(scene.pass()))
        .contains("DeleteJobManager")
        .doesNotContain("ScaleDownJobManager");
  }

  @Test
  void deletes_at_once_what_has_no_job_any_more() {
    scene.job("FINISHED").pass();
    scene.edit(spec -> spec.setImage("flink:1.20-fixed"));

    assertThat(names(scene.pass()))
        .contains("DeleteJobManager")
        .doesNotContain("ScaleDownJobManager");
  }

  @Test
  void goes_on_with_the_end_when_the_edit_is_taken_back() {
    scene.editJob(job -> job.setState(Job.State.SUSPENDED)).pass();

    Plan backAgain = scene.editJob(job -> job.setState(Job.State.RUNNING)).pass();
    assertThat(backAgain.apply()).isNull();
    assertThat(names(scene.jobManagerPodGone().pass())).contains("DeleteJobManager");
    assertThat(scene.clusterGone().pass().apply()).isNotNull();
  }

  @Test
  void goes_on_with_the_end_under_a_bad_edit() {
    scene.edit(spec -> spec.setImage("flink:1.20-fixed")).pass();

    scene.edit(spec -> spec.setServiceAccount(null)).pass();
    Plan plan = scene.jobManagerPodGone().pass();
    assertThat(names(plan)).contains("DeleteJobManager");
    assertThat(((Verdict.Judged) plan.verdict()).health().reason()).isEqualTo(Reason.InvalidSpec);
  }

  @Test
  void ends_the_cluster_of_a_deleted_resource_in_the_same_order() {
    assertThat(names(scene.deleted().pass())).containsExactly("ScaleDownJobManager");
    assertThat(names(scene.pass())).isEmpty();
    Plan last = scene.jobManagerPodGone().pass();
    assertThat(names(last)).containsExactly("DeleteJobManager");
    assertThat(Deletion.finishes(last)).isFalse();
  }
}
