package dev.flinkoperator.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.testing.ApiServer;
import dev.flinkoperator.testing.Kubectl;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users apply is taken by a real API server, and gives the operator no more than it needs. */
@ExtendWith(ApiServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KustomizeIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path OVERLAYS = ROOT.resolve("kustomize/overlays");

  private final KubernetesClient client;
  private final Kubectl kubectl;

  KustomizeIT(KubernetesClient client, Kubectl kubectl) {
    this.client = client;
    this.kubectl = kubectl;
  }

  @BeforeAll
  void prepare() {
    for (var name : List.of("flink-jobs", "flink-staging", "flink-production")) {
      client
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .serverSideApply();
    }
    apply(kubectl.build(OVERLAYS.resolve("cluster-wide")));
    // The API server itself writes the status of a new CRD, a little later.
    await().until(this::crdsAreEstablished);
  }

  private boolean crdsAreEstablished() {
    return client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .allMatch(
            crd ->
                crd.getStatus() != null
                    && crd.getStatus().getConditions() != null
                    && crd.getStatus().getConditions().stream()
                        .anyMatch(
                            condition ->
                                "Established".equals(condition.getType())
                                    && "True".equals(condition.getStatus())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-wide", "single-namespace"})
  void applying_an_overlay_twice_changes_nothing(String overlay) {
    var manifests = kubectl.build(OVERLAYS.resolve(overlay));
    apply(manifests);
    var before = versions(manifests);
    apply(manifests);

    assertThat(versions(manifests)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tenant", "tenant-network-policy", "user-roles", "network-policy"})
  void a_component_is_accepted(String component, @TempDir Path folder) throws IOException {
    var path =
        folder.toRealPath().relativize(ROOT.resolve("kustomize/components").resolve(component));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: flink-operator
        components: [%s]
        """
            .formatted(path));
    apply(kubectl.build(folder));
  }

  @Test
  void the_operators_pod_keeps_to_the_restricted_standard() {
    var pod = pod(kubectl.build(OVERLAYS.resolve("cluster-wide")), "as-deployed");

    assertThat(client.resource(pod).create().getMetadata().getUid()).isNotEmpty();
    pod.getSpec().getContainers().get(0).setSecurityContext(null);
    pod.getMetadata().setName("unrestricted");
    assertThatThrownBy(() -> client.resource(pod).create())
        .as("the namespace enforces it")
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void with_the_component_for_s3_the_pod_gets_a_plugin_and_keeps_to_that_standard(
      @TempDir Path folder) throws IOException {
    var root = folder.toRealPath().relativize(ROOT.resolve("kustomize"));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        resources: [%1$s/overlays/cluster-wide]
        components: [%1$s/components/s3]
        """
            .formatted(root));
    var pod = pod(kubectl.build(folder), "with-s3");

    assertThat(client.resource(pod).create().getMetadata().getUid()).isNotEmpty();
    var container = pod.getSpec().getContainers().get(0);
    assertThat(container.getEnv())
        .extracting(EnvVar::getName)
        .contains("FLINK_OPERATOR_CONFIG", "FLINK_PLUGINS_DIR", "AWS_ACCESS_KEY_ID");
    assertThat(container.getVolumeMounts())
        .extracting(VolumeMount::getName)
        .containsExactlyInAnyOrder("config", "tmp", "jars", "plugins");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster-wide", "single-namespace"})
  void no_right_reaches_secrets_or_everything(String overlay) {
    var rules =
        objects(kubectl.build(OVERLAYS.resolve(overlay))).stream()
            .flatMap(KustomizeIT::rules)
            .toList();

    assertThat(rules).isNotEmpty();
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.getResources()).doesNotContain("secrets", "*");
              assertThat(rule.getVerbs()).doesNotContain("*");
              assertThat(rule.getApiGroups()).doesNotContain("*");
            });
  }

  @Test
  void the_overlay_for_one_namespace_gives_no_right_beyond_it() {
    var objects = objects(kubectl.build(OVERLAYS.resolve("single-namespace")));

    assertThat(objects).extracting(HasMetadata::getKind).doesNotContain("ClusterRole");
    assertThat(objects)
        .filteredOn(Role.class::isInstance)
        .extracting(role -> role.getMetadata().getNamespace() + "/" + role.getMetadata().getName())
        .containsExactlyInAnyOrder(
            "flink-jobs/flink-operator", "flink-operator/flink-operator-leases");
    assertThat(kubectl.build(OVERLAYS.resolve("single-namespace")))
        .contains("name: WATCH_NAMESPACES\n          value: flink-jobs");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void an_example_is_accepted(Path example) throws IOException {
    var yaml = Files.isDirectory(example) ? kubectl.build(example) : Files.readString(example);
    dryRun(yaml);
  }

  static Stream<Path> examples() throws IOException {
    var folder = ROOT.resolve("examples");
    try (var files = Files.list(folder)) {
      var single = files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
      return Stream.concat(
          single.stream(),
          Stream.of("staging", "production").map(folder.resolve("gitops")::resolve));
    }
  }

  private Pod pod(String manifests, String name) {
    var deployment =
        objects(manifests).stream()
            .filter(Deployment.class::isInstance)
            .map(Deployment.class::cast)
            .findFirst()
            .orElseThrow();
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("flink-operator")
        .endMetadata()
        .withSpec(deployment.getSpec().getTemplate().getSpec())
        .build();
  }

  private void apply(String yaml) {
    var result =
        kubectl.run(yaml, "apply", "--server-side", "--validate=strict", "--wait", "-f", "-");
    assertThat(result.output()).doesNotContain("Warning");
    assertThat(result.code()).as(result.output()).isZero();
  }

  private void dryRun(String yaml) {
    var result =
        kubectl.run(
            yaml, "apply", "--server-side", "--validate=strict", "--dry-run=server", "-f", "-");
    assertThat(result.output()).doesNotContain("Warning");
    assertThat(result.code()).as(result.output()).isZero();
  }

  private List<String> versions(String manifests) {
    return objects(manifests).stream()
        .map(object -> client.resource(object).get())
        .map(live -> live.getKind() + " " + live.getMetadata().getResourceVersion())
        .toList();
  }

  private List<HasMetadata> objects(String manifests) {
    return client
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .items();
  }

  private static Stream<PolicyRule> rules(HasMetadata object) {
    return object instanceof Role role
        ? role.getRules().stream()
        : object instanceof ClusterRole role ? role.getRules().stream() : Stream.of();
  }
}
