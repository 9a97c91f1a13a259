package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
  private static final FlinkVersion V1_20 = new FlinkVersion(1, 20);
  private static final FlinkVersion V2_3 = new FlinkVersion(2, 3);

  @Test
  void is_named_as_the_version_looks_for_it() {
    assertThat(ConfigFile.name(V1_20)).isEqualTo("flink-conf.yaml");
    assertThat(ConfigFile.name(V2_3)).isEqualTo("config.yaml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a#b", "a\nb", "a\u0000b"})
  void rejects_what_flink_conf_yaml_cannot_hold(String value) {
    assertThatThrownBy(() -> ConfigFile.text(new TreeMap<>(Map.of("key", value)), V1_20))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith("spec.flinkConfiguration: 'key' holds a '#' or a line break")
        .hasMessageNotContaining(value);
  }

  @Test
  void names_the_arguments_as_the_user_wrote_them() {
    assertThatThrownBy(
            () ->
                ConfigFile.text(
                    new TreeMap<>(Map.of("$internal.application.program-args", "#1")), V1_20))
        .hasMessageStartingWith("spec.job.args holds a '#'");
  }

  @Test
  void leaves_out_empty_values_which_flink_1_ignores_with_a_warning() {
    assertThat(ConfigFile.text(new TreeMap<>(Map.of("a", " ", "b", " x ")), V1_20))
        .isEqualTo("b: x\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a: b", "a#b", "a\nb"})
  void rejects_names_that_are_none(String key) {
    for (FlinkVersion version : new FlinkVersion[] {V1_20, V2_3}) {
      assertThatThrownBy(() -> ConfigFile.text(new TreeMap<>(Map.of(key, "1")), version))
          .isInstanceOf(RenderingException.class)
          .hasMessageContaining("is not an option's name");
    }
  }

  @Test
  void rejects_an_option_that_is_also_a_section_for_flink_2_only() {
    var options = new TreeMap<>(Map.of("a.b", "1", "a.b.c", "2", "a.bc", "3"));
    assertThat(ConfigFile.text(options, V1_20)).contains("a.b: 1\n", "a.b.c: 2\n");
    assertThatThrownBy(() -> ConfigFile.text(options, V2_3))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith("spec.flinkConfiguration sets both 'a.b' and 'a.b.c'");
  }

  @Property(tries = 200, seed = "20260101")
  void flink_2_reads_back_what_was_written(@ForAll("values") String value) throws IOException {
    Path folder = Files.createTempDirectory("config");
    Path file = folder.resolve("config.yaml");
    try {
      Files.writeString(file, ConfigFile.text(new TreeMap<>(Map.of("some.key", value)), V2_3));
      assertThat(GlobalConfiguration.loadConfiguration(folder.toString()).toMap())
          .containsEntry("some.key", value);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange(' ', '~').ofMinLength(1).ofMaxLength(40),
        Arbitraries.of("1", "true", "null", "~", "1e3", "0x10", "[a, b]", "{a: b}", "a: b", "#x"));
  }
}
