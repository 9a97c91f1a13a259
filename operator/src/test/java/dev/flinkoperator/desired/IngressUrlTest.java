package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IngressUrlTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {
        "{{name}}.{{namespace}}.example.com, n.ns.example.com, -",
        "{{NAME}}.{{Namespace}}.example.com, n.ns.example.com, -",
        "example.com/{{namespace}}/{{name}}(/|$)(.*), example.com, /ns/n(/|$)(.*)",
        "/{{namespace}}/{{name}}, -, /ns/n",
        "https://example.com:8443/x, example.com, /x",
        "*.example.com, *.example.com, -"
      })
  void splits_a_template_into_host_and_path(String template, String host, String path) {
    assertThat(IngressUrl.of(template, "n", "ns")).isEqualTo(new IngressUrl(host, path));
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "  "})
  void asks_for_a_template(String template) {
    assertThatThrownBy(() -> IngressUrl.of(template, "n", "ns"))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith("spec.ingress.template is not set");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "example.com:port/x",
        "wrong://example.com",
        "Example.com",
        "a_b.example.com",
        "{{other}}.com"
      })
  void rejects_what_is_no_url_or_no_host_name(String template) {
    assertThatThrownBy(() -> IngressUrl.of(template, "n", "ns"))
        .isInstanceOf(RenderingException.class)
        .hasMessageStartingWith("spec.ingress.template: '")
        .hasNoCause();
  }
}
