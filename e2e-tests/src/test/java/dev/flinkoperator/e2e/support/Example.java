package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A manifest that users start from, as it is.
 *
 * @param file below {@code examples/}: a file, or a folder that kustomize builds
 * @param objects in the order in which they stand there
 */
public record Example(String file, List<HasMetadata> objects) {

  /** The smallest job. */
  public static String basic(FlinkVersion version) {
    return version == FlinkVersion.V1_20 ? "basic.yaml" : "basic-flink-2.yaml";
  }

  /** For a namespace of the test's. */
  public static Example read(String file, TestNamespace namespace) {
    Path path = Environment.get().examples().resolve(file);
    String yaml =
        Files.isDirectory(path)
            ? Kubectl.run("kustomize", path.toAbsolutePath().toString())
            : text(path);
    String moved = yaml.replace("flink-staging", namespace.name());
    List<HasMetadata> objects =
        Cluster.client()
            .load(new ByteArrayInputStream(moved.getBytes(StandardCharsets.UTF_8)))
            .items();
    objects.forEach(object -> object.getMetadata().setNamespace(namespace.name()));
    return new Example(file, List.copyOf(objects));
  }

  public void apply() {
    for (HasMetadata object : objects) {
      Cluster.client().resource(object).fieldManager("user").forceConflicts().serverSideApply();
    }
  }

  /** Its one FlinkDeployment, to be changed and applied again. */
  public Manifest deployment() {
    return Manifest.parse(Serialization.asJson(ofKind("FlinkDeployment").get(0)));
  }

  public List<HasMetadata> ofKind(String kind) {
    return objects.stream().filter(object -> object.getKind().equals(kind)).toList();
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
