package dev.flinkoperator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;

/** The manifests of our kinds that lie in the repository, and how to compare them. */
final class Manifests {
  static final Path REPOSITORY = Path.of("..");

  /** At the begin of a line: a kustomization has them inside its patches. */
  private static final Pattern OURS = Pattern.compile("(?m)^apiVersion: flink\\.apache\\.org/");

  private Manifests() {}

  /** Those of every YAML file in the folder and below it; none where the folder is missing. */
  static Stream<ArgumentSet> in(String folder) throws IOException {
    var root = REPOSITORY.resolve(folder);
    if (!Files.isDirectory(root)) {
      return Stream.empty();
    }
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(
              file ->
                  documents(read(file))
                      .map(text -> Arguments.argumentSet(root.relativize(file).toString(), text)))
          .toList()
          .stream();
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As a tree without explicit nulls: an absent field and a null one mean the same. */
  static JsonNode tree(String yamlOrJson) {
    var tree = Serialization.unmarshal(yamlOrJson, JsonNode.class);
    dropNulls(tree);
    return tree;
  }

  /** Orders equal what means the same: 1 and 1.0, and a quantity written as number or as text. */
  static int compare(JsonNode one, JsonNode other) {
    if (one.equals(other)) {
      return 0;
    }
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue());
    }
    return one.isValueNode() && other.isValueNode() && one.isNumber() != other.isNumber()
        ? one.asText().compareTo(other.asText())
        : 1;
  }

  private static Stream<String> documents(String text) {
    return Stream.of(text.split("(?m)^---\\s*$")).filter(document -> OURS.matcher(document).find());
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      var nulls =
          object.properties().stream()
              .filter(field -> field.getValue().isNull())
              .map(Map.Entry::getKey)
              .toList();
      object.remove(nulls);
    }
    node.forEach(Manifests::dropNulls);
  }
}
