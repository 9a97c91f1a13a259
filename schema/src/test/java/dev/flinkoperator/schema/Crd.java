package dev.flinkoperator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CRD as committed. */
final class Crd {
  /** This module's folder, from where Maven runs the tests. */
  static final Path FOLDER = Path.of("").toAbsolutePath();

  static final Path FILE = FOLDER.resolve("flinkdeployments.flink.apache.org-v1.yml");

  private static final JsonNode READ = readFile();

  private Crd() {}

  static JsonNode parse(String yamlOrJson) {
    return Serialization.unmarshal(yamlOrJson, JsonNode.class);
  }

  static JsonNode read() {
    return READ;
  }

  private static JsonNode readFile() {
    try {
      return parse(Files.readString(FILE));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode version() {
    return read().at("/spec/versions/0");
  }

  /** Schema of the whole object. */
  static JsonNode schema() {
    return version().at("/schema/openAPIV3Schema");
  }
}
