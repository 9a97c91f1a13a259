package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EffectiveConfigurationTest {

  @Test
  void lets_the_spec_win_over_the_operators_file() {
    var conf =
        EffectiveConfiguration.of(
            Map.of("a", "file", "b", "file"),
            Resources.application("v1_20", "flinkConfiguration: {a: spec}"));
    assertThat(conf.get("a")).isEqualTo("spec");
    assertThat(conf.get("b")).isEqualTo("file");
    assertThat(conf.get("c")).isNull();
    assertThat(conf.get("c", "d")).isEqualTo("d");
  }

  @Test
  void keeps_options_for_the_operator() {
    assertThat(
            EffectiveConfiguration.of(
                    Map.of("kubernetes.operator.savepoint.format.type", "NATIVE"),
                    Resources.application("v1_20"))
                .entries())
        .containsOnlyKeys("kubernetes.operator.savepoint.format.type");
  }

  @Test
  void cannot_be_changed_from_outside() {
    var source = new TreeMap<>(Map.of("a", "1"));
    var conf = new EffectiveConfiguration(source);
    source.put("a", "2");
    assertThat(conf.get("a")).isEqualTo("1");
    assertThatThrownBy(() -> conf.entries().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void reads_truth_or_the_default() {
    var conf = new EffectiveConfiguration(new TreeMap<>(Map.of("yes", " TRUE", "no", "false")));
    assertThat(conf.isTrue("yes", false)).isTrue();
    assertThat(conf.isTrue("no", true)).isFalse();
    assertThat(conf.isTrue("unset", true)).isTrue();
  }
}
