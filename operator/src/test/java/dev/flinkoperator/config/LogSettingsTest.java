package dev.flinkoperator.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogSettingsTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z ";

  @Test
  void text_is_one_line_an_event_with_its_fields() throws Exception {
    var lines = lines("text", "info");

    assertThat(lines.get(0)).matches(TIME + "INFO  Some: plain");
    assertThat(lines.get(1))
        .matches(TIME + Pattern.quote("INFO  Some: two\\nlines namespace=jobs name=basic"));
    assertThat(lines.get(2)).matches(TIME + "ERROR Some: failed");
    assertThat(lines.get(3)).isEqualTo("java.lang.IllegalStateException: broken");
  }

  @Test
  void json_is_one_object_a_line() throws Exception {
    var json = new ObjectMapper();
    var lines = lines("json", "info");

    assertThat(lines).hasSize(3);
    assertThat(json.readValue(lines.get(1), Map.class))
        .containsEntry("level", "INFO")
        .containsEntry("logger", "dev.flinkoperator.Some")
        .containsEntry("message", "two\nlines")
        .containsEntry("fields", Map.of("namespace", "jobs", "name", "basic"));
    assertThat(json.readTree(lines.get(2)).get("error").asText())
        .startsWith("java.lang.IllegalStateException: broken");
  }

  @Test
  void the_level_is_that_of_our_own_classes_only() throws Exception {
    assertThat(lines("text", "debug"))
        .anyMatch(line -> line.endsWith("DEBUG Some: detail"))
        .noneMatch(line -> line.contains("of a library"));
  }

  @Test
  void every_field_logged_anywhere_is_in_the_text_format() throws IOException {
    var logged = new TreeSet<String>();
    try (var files = Files.walk(Path.of("src", "main", "java"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        var uses = Pattern.compile("addKeyValue\\(\\s*\"(\\w+)\"").matcher(Files.readString(file));
        while (uses.find()) {
          logged.add(uses.group(1));
        }
      }
    }
    var configuration = Files.readString(Path.of("src", "main", "resources", "log4j2.xml"));
    assertThat(logged)
        .isNotEmpty()
        .allSatisfy(field -> assertThat(configuration).contains(field + "=%X{" + field + "}"));
  }

  private static List<String> lines(String format, String level) throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                LogLines.class.getName(),
                format,
                level)
            .redirectErrorStream(true)
            .start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
