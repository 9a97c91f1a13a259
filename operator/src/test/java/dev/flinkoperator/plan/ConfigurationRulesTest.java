package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationRulesTest {

  @ParameterizedTest
  @CsvSource({
    "kubernetes.operator.savepoint.format.type, NATIV, 'CANONICAL, NATIVE'",
    "kubernetes.operator.checkpoint.type, CANONICAL, 'FULL, INCREMENTAL'",
  })
  void a_type_that_Flink_does_not_know_is_told_with_those_it_knows(
      String key, String type, String known) {
    assertThat(ConfigurationRules.problems(of(Map.of(key, type))))
        .containsExactly(key + " must be one of " + known + ", not " + type);
  }

  @ParameterizedTest
  @CsvSource({
    "kubernetes.operator.savepoint.format.type, native",
    "kubernetes.operator.savepoint.format.type, CANONICAL",
    "kubernetes.operator.checkpoint.type, ' Incremental '",
  })
  void types_are_taken_in_any_case(String key, String type) {
    assertThat(ConfigurationRules.problems(of(Map.of(key, type)))).isEmpty();
  }

  @Test
  void checkpoints_that_go_with_a_cancelled_job_contradict_an_upgrade_mode_that_may_need_them() {
    Map<String, String> options =
        Map.of(
            "state.checkpoints.dir",
            "file:/c",
            "state.savepoints.dir",
            "file:/s",
            "execution.checkpointing.externalized-checkpoint-retention",
            "NO_EXTERNALIZED_CHECKPOINTS");

    for (Job.UpgradeMode mode : Job.UpgradeMode.values()) {
      Job job = new Job();
      job.setUpgradeMode(mode);
      assertThat(ConfigurationRules.stateProblems(job, of(options)))
          .hasSize(mode == Job.UpgradeMode.STATELESS ? 0 : 1)
          .allSatisfy(problem -> assertThat(problem).contains("RETAIN_ON_CANCELLATION"));
    }
  }

  private static EffectiveConfiguration of(Map<String, String> options) {
    return new EffectiveConfiguration(new TreeMap<>(options));
  }
}
