package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.schema.ApiServer.Running;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The CRD itself, as kubectl and GitOps tools meet it. */
@ExtendWith(ApiServer.class)
class CrdOnApiServerIT {
  private static final String CRD = "flinkdeployments.flink.apache.org";

  private final Running server;

  CrdOnApiServerIT(Running server) {
    this.server = server;
  }

  @Test
  void is_unchanged_when_it_is_applied_again() {
    var before = generation();
    assertThat(server.kubectl("apply", "-f", Crd.FILE.toString())).contains("unchanged");
    assertThat(generation()).isEqualTo(before);
  }

  @Test
  void is_kept_by_the_server_as_it_is_written() {
    var kept = Crd.parse(server.kubectl("get", "crd", CRD, "-o", "json")).path("spec");
    for (var field : Crd.read().path("spec").properties()) {
      assertThat(kept.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
    }
  }

  /** What Argo CD compares. */
  @Test
  void shows_no_difference_to_a_server_side_apply() {
    // diff exits with 1, and so fails here, where there is a difference.
    var diff =
        server.kubectl(
            "diff",
            "--server-side",
            "--force-conflicts",
            "--field-manager=argocd-controller",
            "-f",
            Crd.FILE.toString());
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
  }

  @Test
  void lets_kubectl_find_a_typo_in_a_pod_template() {
    assertThatThrownBy(
            () ->
                server.kubectl("apply", "--dry-run=server", "-f", "invalid/pod-template-typo.yaml"))
        .hasMessageContaining("unknown field \"spec.podTemplate.spec.containers[0].volumeMount\"");
  }

  private String generation() {
    return server.kubectl("get", "crd", CRD, "-o", "jsonpath={.metadata.generation}");
  }
}
