package dev.flinkoperator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever stands in the file or the environment: either a config, or a ConfigException. */
class ConfigGarbageTest {

  @Property(tries = 3000, seed = "20260101")
  void any_value_of_any_key_is_read_or_refused_in_words(
      @ForAll("keys") String key, @ForAll("values") String value) {
    try {
      assertThat(OperatorConfig.parse(Map.of(key, value), Map.of())).isNotNull();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).contains(key).hasSizeLessThan(600);
    }
  }

  @Property(tries = 1000, seed = "20260101")
  void any_variable_is_read_or_refused_in_words(
      @ForAll("keys") String key, @ForAll("values") String value) {
    var name = ConfigKey.of(key, ConfigType.TEXT, "", "").env();
    try {
      assertThat(OperatorConfig.parse(Map.of(), Map.of(name, value))).isNotNull();
    } catch (ConfigException e) {
      assertThat(e.getMessage()).contains(name);
    }
  }

  @Property(tries = 1000, seed = "20260101")
  void any_file_is_read_or_refused_in_words(@ForAll("files") String yaml) {
    try {
      assertThat(ConfigFile.parse("test", yaml)).isNotNull();
    } catch (ConfigException e) {
      assertThat(e.problems()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.oneOf(
        Arbitraries.of(OperatorKeys.ALL.stream().map(ConfigKey::name).toList()),
        Arbitraries.strings()
            .alpha()
            .ofMinLength(1)
            .ofMaxLength(20)
            .map("kubernetes.operator."::concat));
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.longs().map(String::valueOf),
        Arbitraries.bigIntegers().map(n -> n + " days"),
        Arbitraries.strings().withChars("PTDHMS0123456789.- ").ofMaxLength(12),
        Arbitraries.strings()
            .withChars("http:/{}name[]%@#.")
            .ofMaxLength(30)
            .map("http://"::concat));
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.strings().withChars("ab:.- \n\t{}[],&*!|>'\"#%@`?0").ofMaxLength(40);
  }
}
