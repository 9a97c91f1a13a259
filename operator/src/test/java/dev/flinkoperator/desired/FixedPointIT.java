package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.testing.ApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.config.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is applied must be what the server keeps: the matcher that decides whether to write compares
 * exactly, so one value in another spelling would be written again at every pass.
 */
@ExtendWith(ApiServer.class)
class FixedPointIT {
  private static final String MANAGER = "flink-operator";

  private final KubernetesClient client;

  FixedPointIT(KubernetesClient client) {
    this.client = client;
  }

  static List<String> cases() throws IOException {
    return GoldenFilesTest.cases();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void the_second_apply_finds_nothing_to_write(String name) throws IOException {
    FlinkDeployment resource =
        Serialization.unmarshal(
            Files.readString(Path.of("src/test/resources/desired", name, "in.yaml")),
            FlinkDeployment.class);
    // A namespace for each: a Deployment's selector cannot change, and cases share names.
    String namespace = "fixed-point-" + name.replace('.', '-');
    resource.getMetadata().setNamespace(namespace);
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    for (HasMetadata desired : render(resource)) {
      PatchContext apply =
          new PatchContext.Builder()
              .withPatchType(PatchType.SERVER_SIDE_APPLY)
              .withFieldManager(MANAGER)
              .withForce(true)
              .build();
      HasMetadata stored = client.resource(desired).patch(apply);
      assertThat(
              SSABasedGenericKubernetesResourceMatcher.<HasMetadata>getInstance()
                  .matches(stored, desired, context()))
          .as("%s, stored as%n%s", desired.getKind(), Serialization.asYaml(stored))
          .isTrue();
      assertThat(client.resource(desired).patch(apply).getMetadata().getResourceVersion())
          .as(desired.getKind())
          .isEqualTo(stored.getMetadata().getResourceVersion());
    }
  }

  private static List<HasMetadata> render(FlinkDeployment resource) {
    try {
      ClusterObjects objects =
          new ClusterRenderer()
              .render(
                  resource,
                  EffectiveConfiguration.of(Map.of(), resource),
                  new Launch("rev-1", "00000000000000000000000000000001", null, 1));
      return Stream.<@Nullable HasMetadata>of(
              objects.flinkConfig(),
              objects.podTemplate(),
              objects.jobManager(),
              objects.taskManager(),
              objects.internalService(),
              objects.restService(),
              objects.ingress())
          .filter(Objects::nonNull)
          .toList();
    } catch (RenderingException e) {
      return List.of();
    }
  }

  /** The little of a context that the matcher looks at. */
  private Context<?> context() {
    ControllerConfiguration<?> configuration =
        proxy(ControllerConfiguration.class, Map.of("fieldManager", MANAGER));
    return proxy(
        Context.class, Map.of("getControllerConfiguration", configuration, "getClient", client));
  }

  private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                Objects.requireNonNull(answers.get(method.getName()), method.getName())));
  }
}
