package dev.flinkoperator.cost;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Linux says of a process (proc(5)).
 *
 * @param cpuSeconds user and system time since it began
 * @param residentMb memory it holds now, in MiB
 * @param peakMb the most it ever held, in MiB
 */
record ProcessFigures(double cpuSeconds, double residentMb, double peakMb) {
  /** The unit of times in /proc, the same on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  static ProcessFigures of(long pid) {
    var proc = Path.of("/proc", Long.toString(pid));
    try {
      var stat = Files.readString(proc.resolve("stat"));
      // The second field, the name in brackets, may hold blanks: count from behind it.
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      var ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
      var status = Files.readString(proc.resolve("status"));
      return new ProcessFigures(
          ticks / TICKS_PER_SECOND, mebibytes(status, "VmRSS:"), mebibytes(status, "VmHWM:"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double mebibytes(String status, String field) {
    return status
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
