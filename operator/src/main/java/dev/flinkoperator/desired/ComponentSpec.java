package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.JobManager;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.TaskManager;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import org.jspecify.annotations.Nullable;

/**
 * {@code spec.jobManager} and {@code spec.taskManager} as one type: the generated ones have the
 * same fields but nothing in common.
 *
 * @param name as Flink's option keys spell it, {@code jobmanager} or {@code taskmanager}
 * @param field where it stands in the spec, for messages
 */
record ComponentSpec(
    String name,
    String field,
    @Nullable Integer replicas,
    @Nullable Double cpu,
    @Nullable String memory,
    @Nullable String ephemeralStorage,
    @Nullable ResourceRequirements resources,
    @Nullable PodTemplateSpec podTemplate) {

  static ComponentSpec jobManager(FlinkDeploymentSpec spec) {
    JobManager given = spec.getJobManager() == null ? new JobManager() : spec.getJobManager();
    var resource = given.getResource();
    return new ComponentSpec(
        "jobmanager",
        "spec.jobManager",
        given.getReplicas(),
        resource == null ? null : resource.getCpu(),
        resource == null ? null : resource.getMemory(),
        resource == null ? null : resource.getEphemeralStorage(),
        given.getResources(),
        given.getPodTemplate());
  }

  static ComponentSpec taskManager(FlinkDeploymentSpec spec) {
    TaskManager given = spec.getTaskManager() == null ? new TaskManager() : spec.getTaskManager();
    var resource = given.getResource();
    return new ComponentSpec(
        "taskmanager",
        "spec.taskManager",
        given.getReplicas(),
        resource == null ? null : resource.getCpu(),
        resource == null ? null : resource.getMemory(),
        resource == null ? null : resource.getEphemeralStorage(),
        given.getResources(),
        given.getPodTemplate());
  }
}
