package dev.flinkoperator.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The programs kubectl and kustomize, as a user runs them. */
public final class Kubectl {
  private final Path binaries;
  private final Path kubeconfig;

  Kubectl(Path binaries, String kubeconfig) {
    this.binaries = binaries;
    try {
      this.kubeconfig = Files.writeString(Files.createTempFile("kubeconfig", ".yaml"), kubeconfig);
      this.kubeconfig.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What a command printed, both streams together, and how it ended. */
  public record Result(int code, String output) {}

  /** Runs kubectl with the given text as its input. */
  public Result run(String input, String... arguments) {
    var command = new ArrayList<String>();
    command.add(binaries.resolve("kubectl").toString());
    command.add("--kubeconfig=" + kubeconfig);
    command.addAll(List.of(arguments));
    return execute(command, input);
  }

  /** What kustomize makes of a folder. */
  public String build(Path folder) {
    var result =
        execute(List.of(binaries.resolve("kustomize").toString(), "build", folder.toString()), "");
    if (result.code() != 0) {
      throw new IllegalStateException(result.output());
    }
    return result.output();
  }

  private static Result execute(List<String> command, String input) {
    try {
      var stdin = Files.writeString(Files.createTempFile("stdin", ".yaml"), input);
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(stdin.toFile())
              .start();
      var output = new String(process.getInputStream().readAllBytes(), UTF_8);
      int code = process.waitFor();
      Files.delete(stdin);
      return new Result(code, output);
    } catch (IOException e) {
      throw new IllegalStateException(command + " can't be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
