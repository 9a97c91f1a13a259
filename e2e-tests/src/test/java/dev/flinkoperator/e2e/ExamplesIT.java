package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Cluster;
import dev.flinkoperator.e2e.support.Environment;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A newcomer applies the examples as they are. */
class ExamplesIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  static Stream<String> examples() throws IOException {
    Path folder = Environment.get().examples();
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.getFileName().toString().equals("kustomization.yaml"))
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void every_example_becomes_ready_as_it_is(String example) throws IOException {
    List<HasMetadata> objects;
    try (InputStream yaml = Files.newInputStream(Environment.get().examples().resolve(example))) {
      objects = Cluster.client().load(yaml).items();
    }

    for (HasMetadata object : objects) {
      object.getMetadata().setNamespace(namespace.name());
      Cluster.client().resource(object).fieldManager("user").forceConflicts().serverSideApply();
    }

    List<FlinkResource> resources =
        objects.stream()
            .filter(object -> object.getKind().equals("FlinkDeployment"))
            .map(object -> namespace.resource(object.getMetadata().getName()))
            .toList();
    assertThat(resources).as("FlinkDeployments in " + example).isNotEmpty();
    for (FlinkResource resource : resources) {
      resource.await("Ready", view -> view.isCurrent() && view.isTrue("Ready"));
      if (!resource.status("/lifecycleState").equals("SUSPENDED")) {
        assertThat(resource.flink().jobs())
            .as("what Flink itself lists")
            .singleElement()
            .satisfies(job -> assertThat(job.state()).isIn("RUNNING", "FINISHED"));
      }
      // The next example needs the room.
      resource.delete();
      Patience.untilFlink(resource.name() + " leaves nothing behind")
          .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
    }
  }
}
