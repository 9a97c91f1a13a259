package dev.flinkoperator.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/** Where a measurement is made, as far as figures depend on it. */
final class Machine {
  private static final double TICKS_PER_SECOND = 100;

  private final long began = System.nanoTime();
  private final double busy = busySeconds();
  private final double ours = ourSeconds();

  /**
   * One line. What others did meanwhile is part of it, as waiting times are worth little on a busy
   * machine; to be called while the processes of the measurement still run.
   */
  String describe() {
    var others = (busySeconds() - busy) - (ourSeconds() - ours);
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %.0f GiB, Java %s, Linux %s; others kept %.1f cores busy meanwhile",
        Runtime.getRuntime().availableProcessors(),
        field(read("/proc/cpuinfo"), "model name"),
        Double.parseDouble(field(read("/proc/meminfo"), "MemTotal").replaceAll("\\D", ""))
            / (1 << 20),
        System.getProperty("java.version"),
        System.getProperty("os.version"),
        Math.max(0, others / ((System.nanoTime() - began) / 1e9)));
  }

  /** Of all processes, without the time spent idle or waiting for a disk (proc(5)). */
  private static double busySeconds() {
    var fields = read("/proc/stat").lines().findFirst().orElseThrow().split("\\s+");
    return Stream.of(1, 2, 3, 6, 7).mapToLong(i -> Long.parseLong(fields[i])).sum()
        / TICKS_PER_SECOND;
  }

  /** Of this process, of those it started and of those among them that have ended. */
  private static double ourSeconds() {
    var self = ProcessHandle.current();
    return seconds(self.pid(), 11, 12, 13, 14)
        + self.children().mapToDouble(child -> seconds(child.pid(), 11, 12)).sum();
  }

  private static double seconds(long pid, int... fields) {
    var stat = read("/proc/" + pid + "/stat");
    var values = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Arrays.stream(fields).mapToLong(i -> Long.parseLong(values[i])).sum() / TICKS_PER_SECOND;
  }

  private static String field(String content, String name) {
    return content
        .lines()
        .filter(line -> line.startsWith(name))
        .findFirst()
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .orElse("unknown");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
