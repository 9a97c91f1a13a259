package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec.Mode;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.SortedMap;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;

/**
 * One cluster as the renderers of its children see it.
 *
 * @param options every option of the cluster
 * @param logFiles logging configuration files by name
 * @param parameters the options, as Flink's own Kubernetes classes read them
 * @param taskManagerTemplate template of the TaskManager pods, empty if none is needed
 */
record FlinkCluster(
    FlinkDeployment resource,
    FlinkVersion version,
    EffectiveConfiguration conf,
    Launch launch,
    SortedMap<String, String> options,
    SortedMap<String, String> logFiles,
    KubernetesJobManagerParameters parameters,
    Map<String, Object> taskManagerTemplate) {

  static FlinkCluster of(FlinkDeployment resource, EffectiveConfiguration conf, Launch launch) {
    FlinkVersion version = FlinkVersion.of(resource.getSpec());
    SortedMap<String, String> options = ClusterOptions.of(resource, conf, launch, version);
    Configuration flink = Configuration.fromMap(options);
    boolean standalone = resource.getSpec().getMode() == Mode.STANDALONE;
    ClusterSpecification specification = MemoryModel.specification(flink);
    return new FlinkCluster(
        resource,
        version,
        conf,
        launch,
        options,
        LogConfiguration.of(resource.getSpec()),
        standalone
            ? new StandaloneParameters(flink, specification)
            : new KubernetesJobManagerParameters(flink, specification),
        standalone
            ? Map.of()
            : PodTemplateLayers.of(
                resource.getSpec(), ComponentSpec.taskManager(resource.getSpec()), conf));
  }

  /** The operator starts the TaskManagers, not Flink. */
  boolean standalone() {
    return resource.getSpec().getMode() == Mode.STANDALONE;
  }

  boolean highlyAvailable() {
    return HighAvailability.enabled(options);
  }

  String id() {
    return resource.getMetadata().getName();
  }

  /** Name, namespace and the labels Flink gives all objects of a cluster. */
  ObjectMeta metadata(String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(resource.getMetadata().getNamespace())
        .withLabels(parameters.getCommonLabels())
        .build();
  }
}
