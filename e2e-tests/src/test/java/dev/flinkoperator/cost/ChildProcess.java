package dev.flinkoperator.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process of ours with its output in a log file; it never outlives this JVM. */
final class ChildProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts the command with {@code env} added to this JVM's environment. */
  static ChildProcess start(List<String> command, Map<String, String> env, Path log) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(env);
    try {
      var process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ChildProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return log;
  }

  /**
   * Says so if the process has ended, as one waits in vain for it then.
   *
   * @throws IllegalStateException with the exit code and the log's path
   */
  void mustRun() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          "A process ended with code %d; its output is in %s".formatted(process.exitValue(), log));
    }
  }

  /** Kill without a chance to say goodbye (SIGKILL). */
  void kill() {
    process.destroyForcibly();
    await();
  }

  /** Asks the process to end (SIGTERM) and returns when it has; after 20 s it is killed. */
  @Override
  public void close() {
    process.destroy();
    await();
  }

  private void await() {
    try {
      if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
