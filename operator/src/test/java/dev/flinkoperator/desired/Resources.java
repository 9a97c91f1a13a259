package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;

/** Resources for tests, from the lines that matter. */
final class Resources {
  private Resources() {}

  /** A valid application whose spec also has the given lines, indented by two. */
  static FlinkDeployment application(String version, String... specLines) {
    return Serialization.unmarshal(
        """
        apiVersion: flink.apache.org/v1beta1
        kind: FlinkDeployment
        metadata:
          name: example
          namespace: jobs
        spec:
          image: flink:test
          flinkVersion: %s
          serviceAccount: flink
        %s
        """
            .formatted(version, String.join("\n", specLines).indent(2).stripTrailing()),
        FlinkDeployment.class);
  }

  static final String JOB_MANAGER = "jobManager: {resource: {memory: 2048m, cpu: 1}}";
  static final String TASK_MANAGER = "taskManager: {resource: {memory: 2048m, cpu: 1}}";
  static final String JOB = "job: {jarURI: 'local:///job.jar', parallelism: 2}";

  static ClusterObjects render(FlinkDeployment resource) {
    return new ClusterRenderer()
        .render(
            resource,
            EffectiveConfiguration.of(Map.of(), resource),
            new Launch("rev-1", "00000000000000000000000000000001", null, 1));
  }
}
