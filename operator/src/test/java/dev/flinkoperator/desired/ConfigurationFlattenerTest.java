package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class ConfigurationFlattenerTest {

  @Test
  void joins_nested_names_with_dots_and_writes_scalars_as_text() {
    assertThat(
            ConfigurationFlattener.flatten(
                Map.of("a", Map.of("b", 1, "c.d", true), "e", 0.25, "f", 1.0e10)))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("a.b", "1", "a.c.d", "true", "e", "0.25", "f", "10000000000"));
  }

  @Test
  void leaves_out_what_has_no_value() {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("nothing", null);
    configuration.put("empty", Map.of());
    assertThat(ConfigurationFlattener.flatten(configuration)).isEmpty();
    assertThat(ConfigurationFlattener.flatten(null)).isEmpty();
  }

  @Test
  void rejects_an_option_given_nested_and_flat() {
    assertThatThrownBy(
            () -> ConfigurationFlattener.flatten(Map.of("a.b", "1", "a", Map.of("b", "2"))))
        .isInstanceOf(RenderingException.class)
        .hasMessage(
            "spec.flinkConfiguration sets 'a.b' twice, in nested and in flat form; keep one of them.");
  }

  @Test
  void rejects_lists_inside_lists() {
    assertThatThrownBy(() -> ConfigurationFlattener.flatten(Map.of("a", List.of(List.of(1)))))
        .isInstanceOf(RenderingException.class)
        .hasMessageContaining("'a' must be a text, number, boolean, or a list of these");
  }

  @Test
  void writes_maps_inside_lists_as_flink_reads_them() {
    String text =
        ConfigurationFlattener.flatten(
                Map.of("a", List.of(Map.of("key", "x"), Map.of("key", "y;z"))))
            .get("a");
    assertThat(
            Configuration.fromMap(Map.of("a", text))
                .get(ConfigOptions.key("a").mapType().asList().noDefaultValue()))
        .containsExactly(Map.of("key", "x"), Map.of("key", "y;z"));
  }

  @Test
  void an_item_of_nothing_but_a_wide_space_is_kept() {
    assertThat(ConfigurationFlattener.join(List.of("\u2003"))).isEqualTo("'\u2003'");
  }

  @Property(tries = 300, seed = "20260101")
  void flink_reads_back_the_items_of_a_list(@ForAll @Size(min = 1, max = 5) List<String> items) {
    // Flink reads a text that happens to be YAML, like "[]", as YAML: not what is examined here.
    String text = ConfigurationFlattener.join(items);
    if (text.startsWith("[") || text.startsWith("-")) {
      return;
    }
    assertThat(
            Configuration.fromMap(Map.of("a", text))
                .get(ConfigOptions.key("a").stringType().asList().noDefaultValue()))
        .isEqualTo(Arrays.asList(items.toArray()));
  }
}
