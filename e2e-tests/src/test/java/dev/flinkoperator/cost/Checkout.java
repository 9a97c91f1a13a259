package dev.flinkoperator.cost;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What the measurement takes from this repository.
 *
 * @param root the folder of the checkout; the operator has been built in it
 */
record Checkout(Path root) {
  private static final Pattern JVM_FLAG = Pattern.compile("<jvmFlag>([^<]+)</jvmFlag>");

  /** What {@code kubectl apply} gets, as for any user who installs for the whole cluster. */
  String manifests(Path binaries) throws IOException {
    return Programs.run(
        List.of(
            binaries.resolve("kustomize").toString(),
            "build",
            root.resolve("kustomize/overlays/cluster-wide").toString()),
        "");
  }

  String flinkDeployment() throws IOException {
    return Files.readString(root.resolve("e2e-tests/cost/flinkdeployment.yaml"));
  }

  /**
   * The image's command, with this JVM's Java.
   *
   * @param memoryLimit the container's, in bytes: what the JVM would take for the whole memory
   * @param more further flags of the JVM, for experiments
   */
  List<String> operatorCommand(long memoryLimit, List<String> more) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        JVM_FLAG
            .matcher(Files.readString(root.resolve("operator/pom.xml")))
            .results()
            .map((MatchResult flag) -> flag.group(1).strip())
            .toList());
    command.add("-XX:MaxRAM=" + memoryLimit);
    command.addAll(more);
    command.add("-cp");
    command.add(
        root.resolve("operator/target/classes")
            + ":"
            + Files.readString(root.resolve("operator/target/runtime.classpath")).strip());
    command.add("dev.flinkoperator.cli.Main");
    command.add("run");
    return List.copyOf(command);
  }
}
