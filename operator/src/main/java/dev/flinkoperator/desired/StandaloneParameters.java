package dev.flinkoperator.desired;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.client.deployment.ClusterSpecification;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.kubernetes.kubeclient.parameters.KubernetesJobManagerParameters;
import org.apache.flink.kubernetes.utils.Constants;

/**
 * What Flink's builders read of a cluster in standalone mode: as in native mode, under another
 * value of the label {@code type}, the one of the Apache operator.
 */
final class StandaloneParameters extends KubernetesJobManagerParameters {
  static final String TYPE = "flink-standalone-kubernetes";

  StandaloneParameters(Configuration flink, ClusterSpecification specification) {
    super(flink, specification);
  }

  static Map<String, String> typed(Map<String, String> labels) {
    Map<String, String> typed = new TreeMap<>(labels);
    typed.replace(Constants.LABEL_TYPE_KEY, TYPE);
    return typed;
  }

  @Override
  public Map<String, String> getCommonLabels() {
    return typed(super.getCommonLabels());
  }

  @Override
  public Map<String, String> getLabels() {
    return typed(super.getLabels());
  }

  @Override
  public Map<String, String> getSelectors() {
    return typed(super.getSelectors());
  }
}
