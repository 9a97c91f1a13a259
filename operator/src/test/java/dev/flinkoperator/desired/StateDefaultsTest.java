package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateDefaultsTest {

  private static final String RETAINED = "state.checkpoints.num-retained";
  private static final String STATISTICS_AGE = "rest.cache.checkpoint-statistics.timeout";

  @Test
  void a_job_without_high_availability_keeps_more_than_its_newest_checkpoint() {
    assertThat(of("v1_20", "savepoint", "{}").get(RETAINED)).isEqualTo("3");
    assertThat(of("v2_3", "last-state", "{}").get(RETAINED)).isEqualTo("3");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{high-availability.type: kubernetes}",
        "{execution.checkpointing.num-retained: 1}",
      })
  void no_more_than_Flink_itself_with_high_availability_or_where_its_owner_has_said(String set) {
    assertThat(of("v1_20", "savepoint", set).get(RETAINED)).isNull();
  }

  @Test
  void the_old_key_of_its_owner_wins_too() {
    assertThat(of("v1_20", "savepoint", "{state.checkpoints.num-retained: 1}").get(RETAINED))
        .isEqualTo("1");
  }

  @Test
  void the_last_checkpoint_is_told_soon() {
    assertThat(of("v1_18", "savepoint", "{}").get(STATISTICS_AGE)).isEqualTo("500 ms");
    assertThat(of("v1_17", "savepoint", "{}").get(STATISTICS_AGE)).isNull();
    assertThat(of("v1_20", "savepoint", "{web.refresh-interval: 5000}").get(STATISTICS_AGE))
        .isNull();
  }

  @Test
  void a_session_cluster_has_them_for_the_jobs_to_come() {
    FlinkDeployment session = resource("v1_20", "stateless", "{}");
    session.getSpec().setJob(null);
    assertThat(EffectiveConfiguration.of(Map.of(), session).entries())
        .containsEntry(RETAINED, "3")
        .containsEntry(STATISTICS_AGE, "500 ms");
  }

  @Test
  void a_job_whose_state_does_not_matter_is_left_as_it_is() {
    assertThat(of("v1_20", "stateless", "{}").entries())
        .doesNotContainKeys(RETAINED, STATISTICS_AGE);
  }

  @Test
  void what_another_operator_has_launched_does_not_have_them() {
    assertThat(
            EffectiveConfiguration.asSet(Map.of(), resource("v1_20", "savepoint", "{}")).entries())
        .doesNotContainKeys(RETAINED, STATISTICS_AGE);
  }

  private static EffectiveConfiguration of(String version, String mode, String set) {
    return EffectiveConfiguration.of(Map.of(), resource(version, mode, set));
  }

  private static FlinkDeployment resource(String version, String mode, String set) {
    return Serialization.unmarshal(
        """
        metadata: {name: job, namespace: jobs}
        spec:
          flinkVersion: %s
          flinkConfiguration: %s
          job: {upgradeMode: %s}
        """
            .formatted(version, set, mode),
        FlinkDeployment.class);
  }
}
