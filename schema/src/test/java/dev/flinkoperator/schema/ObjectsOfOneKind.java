package dev.flinkoperator.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.schema.ApiServer.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Objects of one kind on the API server, as kubectl makes and shows them. */
final class ObjectsOfOneKind {
  private static final Path STATUSES = Path.of("src/test/resources/status");

  private final Running server;
  private final Crd crd;

  ObjectsOfOneKind(Running server, Crd crd) {
    this.server = server;
    this.crd = crd;
  }

  void create(String sample) {
    server.kubectl("apply", "-f", crd.validSample(sample).toString());
  }

  void deleteAll() {
    server.kubectl("delete", crd.singular, "--all");
  }

  /** Lines of {@code kubectl get}, their columns apart by one space. */
  List<String> table(String... options) {
    var command = new ArrayList<>(List.of("get", crd.singular));
    command.addAll(List.of(options));
    return server
        .kubectl(command.toArray(String[]::new))
        .lines()
        .map(line -> line.strip().replaceAll("\\s+", " "))
        .toList();
  }

  /** Replaces the status by the one in that file below {@code status/} and returns it. */
  JsonNode writeStatus(String name, String file) throws IOException {
    var json = Files.readString(STATUSES.resolve(crd.singular).resolve(file + ".json"));
    var status = Crd.parse(json).path("status");
    server.kubectl(
        "patch",
        crd.singular,
        name,
        "--subresource=status",
        "--type=json",
        "--patch",
        "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":" + status + "}]");
    return status;
  }

  JsonNode status(String name) {
    return Crd.parse(server.kubectl("get", crd.singular, name, "-o", "jsonpath={.status}"));
  }
}
