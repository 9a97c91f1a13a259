package dev.flinkoperator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.schema.ApiServer.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

@ExtendWith(ApiServer.class)
class ValidSamplesIT {
  static Stream<ArgumentSet> samples() throws IOException {
    var examples = Crd.FOLDER.resolveSibling("examples");
    return Stream.concat(
        Samples.of(Crd.FOLDER.resolve("valid")),
        Files.isDirectory(examples) ? Samples.of(examples) : Stream.empty());
  }

  /** Nothing is pruned and nothing defaulted: what is in git is what is in the cluster. */
  @ParameterizedTest
  @MethodSource("samples")
  void is_accepted_and_kept_as_it_is(String manifest, Running server, @TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("sample.yaml"), manifest).toString();
    var written = Samples.parse(manifest);
    var live = server.client.resource(written).inNamespace("default");

    server.kubectl("apply", "--validate=strict", "-f", file);
    assertThat(Samples.spec(live.get())).isEqualTo(Samples.spec(written));
    live.delete();

    server.kubectl("apply", "--server-side", "-f", file);
    server.kubectl("apply", "--server-side", "-f", file);
    assertThat(Samples.spec(live.get())).isEqualTo(Samples.spec(written));
    assertThat(live.get().getMetadata().getGeneration()).isEqualTo(1);
    live.delete();
  }
}
