package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.kubernetes.kubeclient.FlinkPod;
import org.apache.flink.kubernetes.kubeclient.decorators.AbstractKubernetesStepDecorator;
import org.apache.flink.kubernetes.shaded.io.fabric8.kubernetes.api.model.ContainerBuilder;

/**
 * How the image is told to start a JobManager in standalone mode: {@code standalone-job} with the
 * one job, or {@code jobmanager} (Flink docs, "Docker", "Application Mode").
 */
final class StandaloneCommand extends AbstractKubernetesStepDecorator {
  /** Where Flink looks for the job by itself; before 1.19 it takes no jar by name. */
  private static final String USER_LIBRARIES = "local:///opt/flink/usrlib/";

  private final String entrypoint;
  private final List<String> arguments;

  StandaloneCommand(String entrypoint, List<String> arguments) {
    this.entrypoint = entrypoint;
    this.arguments = List.copyOf(arguments);
  }

  static StandaloneCommand jobManager(FlinkCluster cluster) {
    List<String> arguments = new ArrayList<>();
    Job job = cluster.resource().getSpec().getJob();
    arguments.add(job == null ? "jobmanager" : "standalone-job");
    if (cluster.highlyAvailable()) {
      // The leader tells this address to the others; Kubernetes fills in the variable.
      arguments.add("-Djobmanager.rpc.address=$(_POD_IP_ADDRESS)");
    }
    if (job != null) {
      addJob(arguments, cluster, job);
    }
    return new StandaloneCommand(cluster.parameters().getContainerEntrypoint(), arguments);
  }

  private static void addJob(List<String> arguments, FlinkCluster cluster, Job job) {
    String jar = job.getJarURI() == null ? "" : job.getJarURI().trim();
    if (!jar.isEmpty() && !cluster.version().isBefore(1, 19)) {
      arguments.addAll(List.of("--jars", literal(jar)));
    } else if (!jar.isEmpty() && !jar.startsWith(USER_LIBRARIES)) {
      throw new RenderingException(
          "spec.job.jarURI: in standalone mode Flink %s only runs a jar below %s; put it there in the image, or use Flink 1.19 or newer."
              .formatted(cluster.version(), USER_LIBRARIES));
    }
    if (job.getEntryClass() != null && !job.getEntryClass().isBlank()) {
      arguments.addAll(List.of("--job-classname", literal(job.getEntryClass().trim())));
    }
    if (cluster.launch().savepointPath() != null) {
      arguments.addAll(List.of("--fromSavepoint", literal(cluster.launch().savepointPath())));
    }
    if (Boolean.TRUE.equals(job.getAllowNonRestoredState())) {
      arguments.add("--allowNonRestoredState");
    }
    if (job.getArgs() != null && !job.getArgs().isEmpty()) {
      // Else Flink would take an argument of the job that begins like an option of its own for it.
      arguments.add("--");
      job.getArgs().forEach(argument -> arguments.add(literal(argument)));
    }
  }

  /** Kubernetes replaces {@code $(NAME)} in arguments by variables, and {@code $$} by a dollar. */
  private static String literal(String argument) {
    return argument.replace("$", "$$");
  }

  @Override
  public FlinkPod decorateFlinkPod(FlinkPod pod) {
    return new FlinkPod(
        pod.getPodWithoutMainContainer(),
        new ContainerBuilder(pod.getMainContainer())
            .withCommand(entrypoint)
            .withArgs(arguments)
            .build());
  }
}
