package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.flinkoperator.schema.ApiServer.Running;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** The first line of each sample tells the one message it must be rejected with. */
@ExtendWith(ApiServer.class)
class InvalidSamplesIT {
  private static final String EXPECT = "# expect: ";
  private static final String TYPO = "strict decoding error: ";

  static Stream<ArgumentSet> samples() throws IOException {
    return Samples.of(Crd.FOLDER.resolve("invalid"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void is_rejected_with_the_message_it_tells(String manifest, Running server) {
    var firstLine = manifest.lines().findFirst().orElseThrow();
    assertThat(firstLine).startsWith(EXPECT);
    var object =
        server
            .client
            .resource(Samples.parse(manifest))
            .inNamespace("default")
            .dryRun()
            .fieldValidation(Validation.STRICT);

    var rejection = catchThrowableOfType(KubernetesClientException.class, object::create);

    assertThat(rejection).isNotNull();
    assertThat(messages(rejection.getStatus()))
        .containsExactly(firstLine.substring(EXPECT.length()));
  }

  private static List<String> messages(Status status) {
    var typo = status.getMessage().indexOf(TYPO);
    if (typo >= 0) {
      return List.of(status.getMessage().substring(typo + TYPO.length()));
    }
    return status.getDetails().getCauses().stream()
        .map(cause -> cause.getField() + ": " + cause.getMessage())
        // Said besides, where a wrong type kept the rules from being looked at.
        .filter(message -> !message.contains("some validation rules were not checked"))
        .toList();
  }
}
