package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a failed test leaves in target/e2e-logs: all one needs to see why, without the cluster. */
final class Diagnostics {
  private Diagnostics() {}

  static void dump(String namespace, ExtensionContext context) {
    String test = context.getTestMethod().map(method -> "." + method.getName()).orElse("");
    String file = context.getRequiredTestClass().getSimpleName() + test;
    Path folder = Environment.get().logs().resolve(file + "-" + namespace);
    try {
      Files.createDirectories(folder);
      write(folder, "resources.yaml", resources(namespace));
      write(folder, "pods.yaml", pods(namespace));
      String taken = Room.taken();
      write(folder, "room.txt", taken);
      // Many a test that waits in vain only waits for room that another one has not given back.
      System.out.println(file + " failed while the node's room was taken by\n" + taken);
      write(folder, "events.txt", events(namespace));
      write(folder, "operator.log", String.join("\n---\n", OperatorUnderTest.logs(2000)));
      for (Pod pod : Cluster.client().pods().inNamespace(namespace).list().getItems()) {
        write(folder, pod.getMetadata().getName() + ".log", log(pod));
      }
    } catch (IOException | KubernetesClientException e) {
      System.err.println("What " + file + " saw could not be kept: " + e);
    }
  }

  private static String resources(String namespace) {
    return yaml(
        Cluster.client()
            .genericKubernetesResources(FlinkResource.KIND)
            .inNamespace(namespace)
            .list()
            .getItems());
  }

  private static String pods(String namespace) {
    return yaml(Cluster.client().pods().inNamespace(namespace).list().getItems());
  }

  private static String events(String namespace) {
    return Cluster.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(
            event ->
                "%s %s %s/%s %s: %s"
                    .formatted(
                        event.getLastTimestamp(),
                        event.getType(),
                        event.getInvolvedObject().getKind(),
                        event.getInvolvedObject().getName(),
                        event.getReason(),
                        event.getMessage()))
        .collect(Collectors.joining("\n"));
  }

  private static String log(Pod pod) {
    try {
      return Cluster.client()
          .pods()
          .inNamespace(pod.getMetadata().getNamespace())
          .withName(pod.getMetadata().getName())
          .tailingLines(500)
          .getLog();
    } catch (KubernetesClientException notStarted) {
      return "no log: " + notStarted.getMessage();
    }
  }

  private static String yaml(List<?> objects) {
    return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
  }

  private static void write(Path folder, String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }
}
