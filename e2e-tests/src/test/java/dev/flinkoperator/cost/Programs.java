package dev.flinkoperator.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs a program to its end. */
final class Programs {
  private Programs() {}

  /**
   * @return what the program wrote to standard output
   * @throws IllegalStateException if it did not succeed, with what it wrote to standard error
   */
  static String run(List<String> command, String input) throws IOException {
    var process = new ProcessBuilder(command).start();
    var errors = new StringBuilder();
    var reader =
        new Thread(
            () ->
                process
                    .errorReader(StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> errors.append(line).append('\n')));
    reader.start();
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      reader.join();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", command) + " failed:\n" + errors);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return output;
  }
}
