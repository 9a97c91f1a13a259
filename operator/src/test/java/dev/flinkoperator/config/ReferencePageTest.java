package dev.flinkoperator.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReferencePageTest {

  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void the_reference_page_is_what_the_keys_say() throws IOException {
    if (Boolean.getBoolean("updateGolden")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, ReferencePage.markdown());
    }
    assertThat(PAGE)
        .as("docs/configuration.md; its second line says how to bring it up to date")
        .hasContent(ReferencePage.markdown());
  }

  @Test
  void every_default_is_valid() {
    assertThat(OperatorKeys.ALL)
        .allSatisfy(key -> assertThat(key.type().parser().apply(key.defaultText())).isNotNull());
  }

  @Test
  void no_two_settings_share_a_variable() {
    assertThat(OperatorKeys.ALL).extracting(ConfigKey::env).doesNotHaveDuplicates();
  }
}
