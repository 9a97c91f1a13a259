package dev.flinkoperator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigFileTest {

  @Test
  void nested_and_flat_keys_mix_and_text_stays_as_written() {
    var flat =
        ConfigFile.parse(
            "test",
            """
            high-availability: kubernetes
            high-availability.storageDir: s3://bucket/ha
            taskmanager:
              numberOfTaskSlots: 2
              memory: {process: {size: 1_024m}}
            version: 1.20
            flag: on
            list: [a, b c]
            empty:
            """);
    assertThat(flat)
        .containsOnly(
            entry("high-availability", "kubernetes"),
            entry("high-availability.storageDir", "s3://bucket/ha"),
            entry("taskmanager.numberOfTaskSlots", "2"),
            entry("taskmanager.memory.process.size", "1_024m"),
            entry("version", "1.20"),
            entry("flag", "on"),
            entry("list", "a;b c"),
            entry("empty", ""));
  }

  @Test
  void an_empty_file_sets_nothing() {
    assertThat(ConfigFile.parse("test", "# nothing\n")).isEmpty();
  }

  @Test
  void a_key_set_twice_is_refused() {
    assertThatThrownBy(() -> ConfigFile.parse("test", "a.b: 1\na: {b: 2}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a.b is set twice.");
  }

  @Test
  void a_list_of_maps_is_refused() {
    assertThatThrownBy(() -> ConfigFile.parse("test", "a: [{b: 2}]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a must be a list of plain values.");
  }

  @Test
  void a_file_that_contains_itself_is_refused() {
    assertThatThrownBy(() -> ConfigFile.parse("test", "a: &a {b: *a}"))
        .isInstanceOf(ConfigException.class);
  }

  @Test
  void text_instead_of_a_map_is_refused() {
    assertThatThrownBy(() -> ConfigFile.parse("conf.yaml", "just text"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("conf.yaml must hold keys and values");
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> ConfigFile.read(Path.of("missing.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("missing.yaml can't be read");
  }
}
