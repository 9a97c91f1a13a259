package dev.flinkoperator.cost;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The measurement as a program; e2e-tests/cost/measure.sh starts it and says what it takes. */
public final class MeasureCost {
  private static final int BAR_MISSED = 1;

  private MeasureCost() {}

  /** Ends with code 1 if a bar is missed. */
  public static void main(String[] args) throws IOException {
    var given = given(args);
    var options =
        new Options(
            Path.of(need(given, "--root")),
            Path.of(need(given, "--binaries")),
            Integer.parseInt(given.getOrDefault("--count", "300")),
            Duration.ofSeconds(Integer.parseInt(given.getOrDefault("--rest-seconds", "120"))),
            true,
            flags(given.getOrDefault("--jvm-flags", "")));
    var dir = Path.of(need(given, "--dir"));
    var result = Measurement.run(options, dir);
    var report = MarkdownReport.of(result);
    Files.writeString(dir.resolve("report.md"), report);
    Files.write(dir.resolve("report.json"), json(result));
    System.out.println(report);
    if (given.containsKey("--page")) {
      PerformancePage.write(Path.of(need(given, "--page")), report);
    }
    System.exit(Bar.of(result).stream().allMatch(Bar::isKept) ? 0 : BAR_MISSED);
  }

  private static byte[] json(Result result) throws IOException {
    return new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValueAsBytes(Map.of("result", result, "bars", Bar.of(result)));
  }

  private static Map<String, String> given(String[] args) {
    var given = new HashMap<String, String>();
    for (int i = 0; i + 1 < args.length; i += 2) {
      given.put(args[i], args[i + 1]);
    }
    return given;
  }

  private static String need(Map<String, String> given, String name) {
    var value = given.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name + " is missing");
    }
    return value;
  }

  private static List<String> flags(String text) {
    return text.isBlank() ? List.of() : new ArrayList<>(List.of(text.strip().split("\\s+")));
  }
}
