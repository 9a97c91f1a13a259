package dev.flinkoperator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The CRDs as committed. */
enum Crd {
  FLINK_DEPLOYMENT("flinkdeployment"),
  FLINK_SESSION_JOB("flinksessionjob"),
  FLINK_STATE_SNAPSHOT("flinkstatesnapshot");

  /** This module's folder, from where Maven runs the tests. */
  static final Path FOLDER = Path.of("").toAbsolutePath();

  /** The kind in lower case, as kubectl and the folders of samples have it. */
  final String singular;

  final Path file;
  private final JsonNode read;

  Crd(String singular) {
    this.singular = singular;
    this.file = Path.of("").toAbsolutePath().resolve(singular + "s.flink.apache.org-v1.yml");
    this.read = readFile(file);
  }

  static JsonNode parse(String yamlOrJson) {
    return Serialization.unmarshal(yamlOrJson, JsonNode.class);
  }

  /** Name of the CRD, such as {@code flinkdeployments.flink.apache.org}. */
  String objectName() {
    return read.at("/metadata/name").asText();
  }

  JsonNode read() {
    return read;
  }

  JsonNode version() {
    return read.at("/spec/versions/0");
  }

  /** Schema of the whole object. */
  JsonNode schema() {
    return version().at("/schema/openAPIV3Schema");
  }

  /** A manifest of this kind that must be accepted, by the name of its file. */
  Path validSample(String name) {
    return FOLDER.resolve("valid").resolve(singular).resolve(name + ".yaml");
  }

  private static JsonNode readFile(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
