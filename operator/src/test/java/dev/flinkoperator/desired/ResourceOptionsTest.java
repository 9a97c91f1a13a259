package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceOptionsTest {

  @ParameterizedTest(name = "{0} is {1} bytes")
  @CsvSource({
    "1024m, 1073741824",
    "1G, 1073741824",
    "1g, 1073741824",
    "1Gi, 1073741824",
    "1.5Gi, 1610612736",
    "1024 mb, 1073741824",
    "1073741824, 1073741824"
  })
  void reads_memory_in_flinks_units_before_kubernetes_units(String text, long bytes) {
    assertThat(ResourceOptions.memory("field", text).getBytes()).isEqualTo(bytes);
  }

  @Test
  void prefers_requests_and_expresses_limits_as_factors() {
    assertThat(
            options(
                """
                jobManager:
                  resource: {cpu: 9, memory: 9g}
                  resources:
                    requests: {cpu: 500m, memory: 1Gi}
                    limits: {cpu: 2, memory: 1.5Gi}"""))
        .containsEntry("kubernetes.jobmanager.cpu.amount", "0.5")
        .containsEntry("kubernetes.jobmanager.cpu.limit-factor", "4.0")
        .containsEntry("jobmanager.memory.process.size", "1 gb")
        .containsEntry("kubernetes.jobmanager.memory.limit-factor", "1.5");
  }

  @Test
  void takes_limits_for_requests_that_are_missing() {
    assertThat(options("jobManager: {resources: {limits: {cpu: 2, memory: 1Gi}}}"))
        .containsEntry("kubernetes.jobmanager.cpu.amount", "2.0")
        .containsEntry("jobmanager.memory.process.size", "1 gb")
        .doesNotContainKeys(
            "kubernetes.jobmanager.cpu.limit-factor", "kubernetes.jobmanager.memory.limit-factor");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "{resource: {cpu: 0}} | spec.jobManager.resource.cpu must be greater than 0.",
        "{resource: {memory: much}} | spec.jobManager.resource.memory: 'much' is not an amount of memory; write it like 2048m or 2Gi.",
        "{resource: {memory: 0m}} | spec.jobManager.resource.memory must be greater than 0.",
        "{resources: {requests: {cpu: 2}, limits: {cpu: 1}}} | spec.jobManager.resources.limits.cpu (1) must not be less than spec.jobManager.resources.requests.cpu (2).",
        "{resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}} | spec.jobManager.resources.limits.memory (1Gi) must not be less than spec.jobManager.resources.requests.memory (2Gi)."
      })
  void says_which_field_is_wrong_and_how(String jobManager, String message) {
    assertThatThrownBy(() -> options("jobManager: " + jobManager))
        .isInstanceOf(RenderingException.class)
        .hasMessage(message);
  }

  @Property(seed = "20260101")
  void the_memory_limit_factor_gives_the_limit_back_to_the_mebibyte(
      @ForAll @IntRange(min = 1, max = 1 << 20) int request,
      @ForAll @IntRange(min = 0, max = 1 << 20) int more) {
    int limit = request + more;
    assertThat((int) (request * ResourceOptions.factor(request, limit))).isEqualTo(limit);
  }

  private static SortedMap<String, String> options(String jobManager) {
    return ResourceOptions.of(
        ComponentSpec.jobManager(Resources.application("v2_3", jobManager).getSpec()));
  }
}
