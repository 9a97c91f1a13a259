package dev.flinkoperator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;

/** Manifests of our kinds in a folder and below it, each with the name of its file. */
final class Samples {
  private static final Pattern OURS = Pattern.compile("(?m)^apiVersion: flink\\.apache\\.org/");

  private Samples() {}

  static Stream<ArgumentSet> of(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(
              file -> documents(file).map(text -> Arguments.argumentSet(name(folder, file), text)))
          .toList()
          .stream();
    }
  }

  static GenericKubernetesResource parse(String manifest) {
    return Serialization.unmarshal(manifest, GenericKubernetesResource.class);
  }

  /** The spec as it was written, without the explicit nulls that the API server drops too. */
  static JsonNode spec(GenericKubernetesResource resource) {
    JsonNode spec = Serialization.jsonMapper().valueToTree(resource.get("spec"));
    dropNulls(spec);
    return spec;
  }

  private static String name(Path folder, Path file) {
    return folder.relativize(file).toString();
  }

  private static Stream<String> documents(Path file) {
    try {
      return Stream.of(Files.readString(file).split("(?m)^---\\s*$"))
          // At the begin of a line: a kustomization has them inside its patches.
          .filter(text -> OURS.matcher(text).find());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> nulls =
          object.properties().stream()
              .filter(field -> field.getValue().isNull())
              .map(Map.Entry::getKey)
              .toList();
      object.remove(nulls);
    }
    node.forEach(Samples::dropNulls);
  }
}
