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
  void gives_java_17_its_module_options_unless_told_otherwise() {
    assertThat(
            EffectiveConfiguration.of(Map.of(), Resources.application("v1_20"))
                .get("env.java.opts.all"))
        .contains("--add-opens=java.base/java.util=ALL-UNNAMED");
    assertThat(
            EffectiveConfiguration.of(
                    Map.of("env.java.opts.all", "-Dmine"), Resources.application("v1_20"))
                .get("env.java.opts.all"))
        .isEqualTo("-Dmine");
    assertThat(
            EffectiveConfiguration.of(Map.of(), Resources.application("v1_17"))
                .get("env.java.opts.all"))
        .as("which may run on Java 8")
        .isNull();
  }

  @Test
  void lets_no_resource_lift_the_caps_of_its_history() {
    var conf =
        EffectiveConfiguration.of(
            Map.of(HistoryCaps.COUNT, "5"),
            Resources.application(
                "v1_20",
                "flinkConfiguration: {"
                    + HistoryCaps.COUNT
                    + ": '1000', "
                    + HistoryCaps.AGE
                    + ": '30 d'}"));
    assertThat(conf.get(HistoryCaps.COUNT)).isEqualTo("5");
    assertThat(conf.get(HistoryCaps.AGE)).isNull();
  }

  @Test
  void keeps_options_for_the_operator() {
    assertThat(
            EffectiveConfiguration.of(
                    Map.of("kubernetes.operator.savepoint.format.type", "NATIVE"),
                    Resources.application("v1_20"))
                .entries())
        .containsEntry("kubernetes.operator.savepoint.format.type", "NATIVE");
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
