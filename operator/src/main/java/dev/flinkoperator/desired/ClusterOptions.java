package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.FallbackKey;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.kubernetes.utils.Constants;
import org.apache.flink.runtime.jobmanager.HighAvailabilityMode;

/**
 * All options of one cluster: what is in force for the resource, and what follows from its spec and
 * launch.
 */
final class ClusterOptions {
  private ClusterOptions() {}

  static SortedMap<String, String> of(
      FlinkDeployment resource, EffectiveConfiguration conf, Launch launch, FlinkVersion version) {
    FlinkDeploymentSpec spec = resource.getSpec();
    String name = resource.getMetadata().getName();
    SortedMap<String, String> options = new TreeMap<>(conf.entries());
    options.keySet().removeIf(ClusterOptions::isForTheOperator);
    applyIdentity(options, name, resource.getMetadata().getNamespace());
    applyPods(options, spec);
    options.putAll(ResourceOptions.of(ComponentSpec.jobManager(spec)));
    options.putAll(ResourceOptions.of(ComponentSpec.taskManager(spec)));
    if (spec.getJob() == null) {
      options.put("execution.target", "kubernetes-session");
      // It would be the id of every job that is submitted.
      options.remove("$internal.pipeline.job-id");
    } else {
      JobOptions.apply(options, name, spec.getJob(), launch, version);
      JobOptions.applyParallelism(options, spec);
    }
    if (spec.getMode() == FlinkDeploymentSpec.Mode.STANDALONE) {
      // Told on the command line, or meant for a JobManager that starts TaskManagers.
      options
          .keySet()
          .removeAll(
              List.of(
                  "execution.target",
                  "pipeline.jars",
                  "$internal.application.main",
                  "$internal.application.program-args"));
    }
    applyPorts(options);
    applyAddress(options, name, resource.getMetadata().getNamespace(), launch);
    return options;
  }

  private static boolean isForTheOperator(String key) {
    return key.startsWith("kubernetes.operator.") || key.startsWith("job.autoscaler.");
  }

  private static void applyIdentity(
      SortedMap<String, String> options, String name, String namespace) {
    options.put("kubernetes.cluster-id", name);
    options.put("kubernetes.namespace", namespace);
    // Older releases open the REST API to the world otherwise.
    options.putIfAbsent("kubernetes.rest-service.exposed.type", "ClusterIP");
    // Jobs are cancelled by the resource, not behind its back.
    options.putIfAbsent("web.cancel.enable", "false");
    options.put("internal.cluster.execution-mode", "NORMAL");
    // For session jobs too: before 1.17 Flink takes no options with them.
    options.putIfAbsent(CheckpointRetention.KEY, CheckpointRetention.RETAIN);
  }

  private static void applyPods(SortedMap<String, String> options, FlinkDeploymentSpec spec) {
    if (spec.getImage() != null && !spec.getImage().isBlank()) {
      options.put("kubernetes.container.image.ref", spec.getImage().trim());
    }
    if (spec.getImagePullPolicy() != null && !spec.getImagePullPolicy().isBlank()) {
      options.put("kubernetes.container.image.pull-policy", spec.getImagePullPolicy().trim());
    }
    if (spec.getServiceAccount() != null && !spec.getServiceAccount().isBlank()) {
      options.put("kubernetes.service-account", spec.getServiceAccount().trim());
    }
    Integer jobManagers = ComponentSpec.jobManager(spec).replicas();
    if (jobManagers != null) {
      if (jobManagers < 1) {
        throw new RenderingException("spec.jobManager.replicas must be at least 1.");
      }
      options.put("kubernetes.jobmanager.replicas", jobManagers.toString());
    }
  }

  /** Services and pods need ports known beforehand; Flink's own default is any free one. */
  private static void applyPorts(SortedMap<String, String> options) {
    fixPort(options, BlobServerOptions.PORT, Constants.BLOB_SERVER_PORT);
    fixPort(options, TaskManagerOptions.RPC_PORT, Constants.TASK_MANAGER_RPC_PORT);
    fixPort(options, RestOptions.BIND_PORT, Constants.REST_PORT);
  }

  private static void fixPort(
      SortedMap<String, String> options, ConfigOption<String> option, int fallback) {
    String port = Configuration.fromMap(options).get(option).trim();
    if (port.equals("0")) {
      options.put(option.key(), Integer.toString(fallback));
    } else if (!port.matches("\\d{1,5}")) {
      throw new RenderingException(
          "spec.flinkConfiguration: '%s' is '%s'; on Kubernetes it must be one port, not a range."
              .formatted(keyInUse(options, option), port));
    }
  }

  private static String keyInUse(SortedMap<String, String> options, ConfigOption<String> option) {
    for (FallbackKey other : option.fallbackKeys()) {
      if (!options.containsKey(option.key()) && options.containsKey(other.getKey())) {
        return other.getKey();
      }
    }
    return option.key();
  }

  private static void applyAddress(
      SortedMap<String, String> options, String name, String namespace, Launch launch) {
    Configuration flink = Configuration.fromMap(options);
    if (!HighAvailabilityMode.isHighAvailabilityModeActivated(flink)) {
      requireOneJobManager(options);
      options.put("jobmanager.rpc.address", name + "." + namespace);
      return;
    }
    options.put("high-availability.cluster-id", name);
    String port = flink.get(HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE).trim();
    if (port.equals("0")) {
      options.put(
          HighAvailabilityOptions.HA_JOB_MANAGER_PORT_RANGE.key(),
          options.getOrDefault("jobmanager.rpc.port", "6123"));
    }
    String storage = flink.get(HighAvailabilityOptions.HA_STORAGE_PATH);
    if (storage != null && options.containsKey("$internal.pipeline.job-id")) {
      // A folder for each launch: the result of an earlier one must not end this one before it
      // begins.
      String folder =
          UUID.nameUUIDFromBytes(launch.toString().getBytes(StandardCharsets.UTF_8)).toString();
      options.putIfAbsent(
          "job-result-store.storage-path",
          storage.replaceAll("/+$", "") + "/job-result-store/" + name + "/" + folder);
      options.putIfAbsent("job-result-store.delete-on-commit", "false");
    }
  }

  private static void requireOneJobManager(SortedMap<String, String> options) {
    String replicas = options.getOrDefault("kubernetes.jobmanager.replicas", "1").trim();
    if (!replicas.equals("1")) {
      throw new RenderingException(
          "spec.jobManager.replicas is %s, which needs high availability: set high-availability.type and high-availability.storageDir in spec.flinkConfiguration, or use 1 replica."
              .formatted(replicas));
    }
  }
}
