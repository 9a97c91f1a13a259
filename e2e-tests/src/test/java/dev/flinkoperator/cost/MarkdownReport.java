package dev.flinkoperator.cost;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A result as the tables of docs/performance.md. */
final class MarkdownReport {
  private MarkdownReport() {}

  static String of(Result result) {
    return String.join(
        "\n",
        "Measured %s with %d FlinkDeployments on %s."
            .formatted(result.date(), result.count(), result.machine()),
        "",
        bars(result),
        phases(result),
        requests(result),
        restarts(result),
        rest(result));
  }

  private static String rest(Result result) {
    var seen = result.seen();
    return (seen == null
            ? ""
            : "A change in Flink was seen after %s s in the median of %d jobs. "
                .formatted(number(seen.medianSeconds()), seen.samples()))
        + "Start-up without resources: %s s. Left behind after the deletion: %s."
            .formatted(
                number(result.startUpSeconds()),
                result.leftBehind().isEmpty() ? "nothing" : String.join(", ", result.leftBehind()));
  }

  private static String bars(Result result) {
    var rows =
        Bar.of(result).stream()
            .map(
                bar ->
                    row(
                        bar.what(),
                        number(bar.measured()),
                        "≤ " + number(bar.most()),
                        bar.isKept() ? "yes" : "**no**",
                        bar.apache()));
    return table(List.of("", "measured", "bar", "kept", "Apache's operator"), rows);
  }

  private static String phases(Result result) {
    var rows =
        all(result)
            .map(
                phase ->
                    row(
                        phase.name(),
                        number(phase.wallSeconds()),
                        number(phase.cpuSeconds()),
                        number(phase.peakMb()),
                        Integer.toString(phase.requests().total()),
                        number((double) phase.requests().total() / result.count()),
                        Integer.toString(phase.restCalls())));
    return table(
            List.of(
                "phase",
                "wall s",
                "CPU s",
                "peak MiB so far",
                "API requests",
                "a resource",
                "REST calls"),
            rows)
        + "\nMemory held at the end of the rest: %s MiB.\n"
            .formatted(number(result.residentAtRestMb()));
  }

  private static String requests(Result result) {
    var kinds = new TreeSet<Request>();
    all(result).forEach(phase -> kinds.addAll(phase.requests().counts().keySet()));
    var rows =
        kinds.stream()
            .map(
                kind ->
                    row(
                        Stream.concat(
                                Stream.of(kind.resource(), kind.verb()),
                                all(result)
                                    .map(phase -> phase.requests().counts().getOrDefault(kind, 0))
                                    .map(String::valueOf))
                            .toArray(String[]::new)));
    var refused =
        all(result)
            .flatMap(
                phase ->
                    phase.requests().refused().entrySet().stream()
                        .map(
                            entry ->
                                "%s: %d × %s"
                                    .formatted(phase.name(), entry.getValue(), entry.getKey())))
            .collect(Collectors.joining("; "));
    var heads = Stream.concat(Stream.of("resource", "verb"), all(result).map(Phase::name)).toList();
    return table(heads, rows)
        + "\nRefused by the API server: %s.\n".formatted(refused.isEmpty() ? "none" : refused);
  }

  private static String restarts(Result result) {
    var rows =
        result.restarts().stream()
            .map(
                restart ->
                    row(
                        restart.how(),
                        number(restart.actedSeconds()),
                        number(restart.readySeconds()),
                        Integer.toString(restart.requests().total()),
                        Integer.toString(restart.requests().writes())));
    return table(
        List.of("former operator", "acts after s", "Ready after s", "API requests", "writes"),
        rows);
  }

  private static Stream<Phase> all(Result result) {
    return Stream.of(result.create(), result.rest(), result.upgrade(), result.delete());
  }

  private static String table(List<String> heads, Stream<String> rows) {
    var line = heads.stream().map(head -> "---").toArray(String[]::new);
    return Stream.concat(Stream.of(row(heads.toArray(String[]::new)), row(line)), rows)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  /** Three digits are more than such figures are worth. */
  private static String number(double value) {
    var digits =
        value == Math.rint(value) || value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
