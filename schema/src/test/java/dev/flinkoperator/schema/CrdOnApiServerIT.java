package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.schema.ApiServer.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The CRDs themselves, as kubectl and GitOps tools meet them. */
@ExtendWith(ApiServer.class)
class CrdOnApiServerIT {
  private final Running server;

  CrdOnApiServerIT(Running server) {
    this.server = server;
  }

  @ParameterizedTest
  @EnumSource
  void is_unchanged_when_it_is_applied_again(Crd crd) {
    var before = generation(crd);
    assertThat(server.kubectl("apply", "-f", crd.file.toString())).contains("unchanged");
    assertThat(generation(crd)).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void is_kept_by_the_server_as_it_is_written(Crd crd) {
    var kept = Crd.parse(server.kubectl("get", "crd", crd.objectName(), "-o", "json")).path("spec");
    for (var field : crd.read().path("spec").properties()) {
      assertThat(kept.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
    }
  }

  /** What Argo CD compares. */
  @ParameterizedTest
  @EnumSource
  void shows_no_difference_to_a_server_side_apply(Crd crd) {
    // diff exits with 1, and so fails here, where there is a difference.
    var diff =
        server.kubectl(
            "diff",
            "--server-side",
            "--force-conflicts",
            "--field-manager=argocd-controller",
            "-f",
            crd.file.toString());
    assertThat(diff).isEmpty();
  }

  @Test
  void explains_the_containers_of_a_pod_template() {
    assertThat(server.kubectl("explain", "flinkdeployment.spec.podTemplate.spec.containers"))
        .contains("volumeMounts\t<[]Object>")
        .contains("name\t<string> -required-");
  }

  @Test
  void explains_our_own_fields() {
    assertThat(server.kubectl("explain", "flinkdep.spec.job.upgradeMode"))
        .containsSubsequence("ENUM:", "stateless", "savepoint", "last-state")
        .contains("How the job's state survives an upgrade");
    assertThat(server.kubectl("explain", "sessionjob.spec.deploymentName"))
        .contains("Name of the session cluster");
    assertThat(server.kubectl("explain", "flinksnp.spec.savepoint.disposeOnDelete"))
        .contains("deleted from storage");
  }

  @Test
  void lets_kubectl_find_a_typo_in_a_pod_template() {
    assertThatThrownBy(
            () ->
                server.kubectl(
                    "apply",
                    "--dry-run=server",
                    "-f",
                    "invalid/flinkdeployment/pod-template-typo.yaml"))
        .hasMessageContaining("unknown field \"spec.podTemplate.spec.containers[0].volumeMount\"");
  }

  private String generation(Crd crd) {
    return server.kubectl("get", "crd", crd.objectName(), "-o", "jsonpath={.metadata.generation}");
  }
}
