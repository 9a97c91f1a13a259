package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.client.dsl.ExecWatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A pod in which the tests run shell commands. */
public record Keeper(String namespace, String pod) {
  private static final long SECONDS = 300;

  void awaitReady() {
    Patience.untilFlink("the pod " + pod + " is ready")
        .until(() -> Cluster.client().pods().inNamespace(namespace).withName(pod).isReady());
  }

  /** What the command prints; an exit code other than 0 fails the test. */
  public String run(String command) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    try (ExecWatch exec =
        Cluster.client()
            .pods()
            .inNamespace(namespace)
            .withName(pod)
            .writingOutput(output)
            .writingError(errors)
            .exec("sh", "-c", command)) {
      Integer code = exec.exitCode().get(SECONDS, TimeUnit.SECONDS);
      if (code == null || code != 0) {
        throw new AssertionError(
            "'%s' ended with %s: %s"
                .formatted(command, code, errors.toString(StandardCharsets.UTF_8)));
      }
      return output.toString(StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted during '" + command + "'", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("'" + command + "' did not end well", e);
    }
  }
}
