package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.event.EventReason;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A job with state but without high availability runs, and is better off with it; one whose
 * overrides Flink ignores runs too, but not as its spec says.
 */
class AdviceTest {

  private static final String VERTEX = "bc764cd8ddf7a0cff126f51c16239658";

  @Test
  void is_given_in_the_condition_and_in_one_event_when_the_job_runs() {
    Scene scene = launched(SavepointUpgradeTest::bySavepoint);

    Plan first = scene.pass();
    assertThat(health(first).kind()).isEqualTo(Health.Kind.READY);
    assertThat(health(first).message())
        .startsWith("The job is running. ")
        .contains("high-availability.type", "high-availability.storageDir");
    assertThat(first.notices())
        .extracting(Notice::reason)
        .contains(EventReason.NO_HIGH_AVAILABILITY);
    Plan next = scene.pass();
    assertThat(health(next)).isEqualTo(health(first));
    assertThat(next.notices()).isEmpty();
  }

  @Test
  void is_not_repeated_when_the_job_has_been_in_trouble() {
    Scene scene = launched(SavepointUpgradeTest::bySavepoint);
    scene.pass();
    scene.job("RESTARTING").after(java.time.Duration.ofMinutes(5)).pass();

    assertThat(scene.job("RUNNING").pass().notices()).isEmpty();
  }

  @Test
  void is_not_repeated_when_the_job_is_given_another_cluster() {
    Scene scene = launched(SavepointUpgradeTest::bySavepoint);
    scene.checkpoint(7, "file:///state/checkpoints/chk-7").pass();
    scene.clusterGone().pass();
    scene.pass();

    Plan again = scene.available().startedAnew().pass();

    assertThat(health(again).kind()).isEqualTo(Health.Kind.READY);
    assertThat(again.notices())
        .extracting(Notice::reason)
        .doesNotContain(EventReason.NO_HIGH_AVAILABILITY);
  }

  @Test
  void is_given_to_each_generation() {
    Scene scene = launched(SavepointUpgradeTest::bySavepoint);
    scene.pass();

    assertThat(scene.editJob(job -> job.setUpgradeMode(Job.UpgradeMode.LASTSTATE)).pass().notices())
        .extracting(Notice::reason)
        .contains(EventReason.NO_HIGH_AVAILABILITY);
  }

  @Test
  void is_not_given_to_a_job_that_has_it_or_keeps_no_state() {
    Scene available =
        launched(
            spec -> {
              SavepointUpgradeTest.bySavepoint(spec);
              Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
              configuration.put("high-availability.type", "kubernetes");
              configuration.put("high-availability.storageDir", "file:///ha");
              spec.setFlinkConfiguration(configuration);
            });

    assertThat(health(available.pass()).message()).isEqualTo("The job is running");
    assertThat(health(launched(spec -> {}).pass()).message()).isEqualTo("The job is running");
  }

  @Test
  void says_that_Flink_2_ignores_overrides_of_parallelism() {
    Scene scene = launched(spec -> overrides(spec, FlinkDeploymentSpec.FlinkVersion.V2_3));

    Plan plan = scene.pass();

    assertThat(health(plan).kind()).isEqualTo(Health.Kind.READY);
    assertThat(health(plan).message())
        .contains("pipeline.jobvertex-parallelism-overrides", "FLINK-38770");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .contains(EventReason.PARALLELISM_OVERRIDES_IGNORED);
    assertThat(scene.pass().notices()).isEmpty();
  }

  @Test
  void says_nothing_of_overrides_where_Flink_takes_them() {
    Scene scene = launched(spec -> overrides(spec, FlinkDeploymentSpec.FlinkVersion.V1_20));

    assertThat(health(scene.pass()).message()).isEqualTo("The job is running");
  }

  @Test
  void says_nothing_of_overrides_that_the_operator_gives_the_running_job_itself() {
    Scene scene = launched(AdviceTest::adaptive);

    assertThat(health(scene.pass()).reason()).isEqualTo(Reason.Rescaling);
    scene.vertex(VERTEX, 1, 1, 1);

    assertThat(health(scene.pass()).message()).isEqualTo("The job is running");
  }

  @Test
  void says_why_Flink_2_takes_no_overrides_of_the_running_job_either() {
    Scene scene = launched(AdviceTest::adaptive);
    scene.pass();

    Plan plan = scene.rescaleRefused("no such scheduler").pass();

    assertThat(health(plan).kind()).isEqualTo(Health.Kind.READY);
    assertThat(health(plan).message()).contains("no such scheduler");
    assertThat(plan.notices())
        .extracting(Notice::reason)
        .contains(EventReason.PARALLELISM_OVERRIDES_IGNORED);
  }

  private static void adaptive(FlinkDeploymentSpec spec) {
    overrides(spec, FlinkDeploymentSpec.FlinkVersion.V2_3);
    Map<String, Object> configuration = new HashMap<>(spec.getFlinkConfiguration());
    configuration.put("jobmanager.scheduler", "adaptive");
    spec.setFlinkConfiguration(configuration);
  }

  private static void overrides(
      FlinkDeploymentSpec spec, FlinkDeploymentSpec.FlinkVersion version) {
    spec.setFlinkVersion(version);
    spec.setFlinkConfiguration(Map.of("pipeline.jobvertex-parallelism-overrides", VERTEX + ":1"));
  }

  private static Scene launched(Consumer<FlinkDeploymentSpec> spec) {
    Scene scene = new Scene();
    spec.accept(scene.resource().getSpec());
    scene.pass();
    return scene.available().job("RUNNING");
  }

  private static Health health(Plan plan) {
    return ((Verdict.Judged) plan.verdict()).health();
  }
}
