package dev.flinkoperator.e2e.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs kubectl, for what users see through it: columns, {@code wait}, {@code explain}. */
public final class Kubectl {
  private Kubectl() {}

  /** Standard output and error together; an exit code other than 0 fails the test with them. */
  public static String run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Environment.get().kubectl().split(" ")));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError(
            "kubectl " + String.join(" ", arguments) + " ended with " + code + ":\n" + output);
      }
      return output;
    } catch (IOException e) {
      throw new AssertionError("kubectl could not be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while kubectl ran", e);
    }
  }
}
