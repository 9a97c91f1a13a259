package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each folder below {@code desired/} holds a resource ({@code in.yaml}), perhaps the operator's
 * configuration ({@code in-operator.yaml}) and where to restore from ({@code in-savepoint.txt}),
 * and one {@code out-*.yaml} an object that must come of it. After a change that is meant, {@code
 * mvn -pl operator -am test -Dtest=GoldenFilesTest -Dgolden.update
 * -Dsurefire.failIfNoSpecifiedTests=false} writes them anew: read the diff.
 */
class GoldenFilesTest {
  private static final Path CASES = Path.of("src/test/resources/desired");
  private static final boolean UPDATE = System.getProperty("golden.update") != null;

  static List<String> cases() throws IOException {
    try (Stream<Path> folders = Files.list(CASES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void renders_what_the_golden_files_show(String name) throws IOException {
    Path folder = CASES.resolve(name);
    SortedMap<String, String> actual = render(folder);
    if (UPDATE) {
      write(folder, actual);
    }
    SortedMap<String, String> expected = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> !file.getFileName().toString().startsWith("in"))
          .forEach(file -> expected.put(file.getFileName().toString(), read(file)));
    }
    assertThat(actual.keySet()).as("files in " + folder).isEqualTo(expected.keySet());
    actual.forEach((file, text) -> assertThat(text).as(file).isEqualTo(expected.get(file)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void knows_every_input_file(String name) throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve(name))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(file -> file.startsWith("in"))
          .contains("in.yaml")
          .isSubsetOf("in.yaml", "in-operator.yaml", "in-savepoint.txt");
    }
  }

  @SuppressWarnings("unchecked")
  private static SortedMap<String, String> render(Path folder) {
    FlinkDeployment resource =
        Serialization.unmarshal(read(folder.resolve("in.yaml")), FlinkDeployment.class);
    Path operatorFile = folder.resolve("in-operator.yaml");
    Map<String, String> operator =
        Files.exists(operatorFile)
            ? Serialization.unmarshal(read(operatorFile), Map.class)
            : Map.of();
    Path savepointFile = folder.resolve("in-savepoint.txt");
    String savepoint = Files.exists(savepointFile) ? read(savepointFile).trim() : null;
    SortedMap<String, String> files = new TreeMap<>();
    try {
      ClusterObjects objects =
          new ClusterRenderer()
              .render(
                  resource,
                  EffectiveConfiguration.of(operator, resource),
                  new Launch("rev-1", "00000000000000000000000000000001", savepoint, 7));
      put(files, "out-flink-config.yaml", withoutLongDefaults(objects.flinkConfig()));
      put(files, "out-pod-template.yaml", objects.podTemplate());
      put(files, "out-job-manager.yaml", objects.jobManager());
      put(files, "out-task-manager.yaml", objects.taskManager());
      put(files, "out-internal-service.yaml", objects.internalService());
      put(files, "out-rest-service.yaml", objects.restService());
      put(files, "out-ingress.yaml", objects.ingress());
    } catch (RenderingException e) {
      files.put("out-error.txt", e.getMessage() + "\n");
    }
    return files;
  }

  /** The same in nearly every case, and long. */
  private static ConfigMap withoutLongDefaults(ConfigMap configMap) {
    String own = "(the operator's own)";
    configMap.getData().replace("log4j-console.properties", LogConfiguration.DEFAULT, own);
    String modules = JavaModules.defaults(new FlinkVersion(2, 0)).values().iterator().next();
    configMap.getData().replaceAll((file, text) -> text.replace(modules, own));
    return configMap;
  }

  private static void put(SortedMap<String, String> files, String name, @Nullable Object object) {
    if (object != null) {
      files.put(name, Serialization.asYaml(object));
    }
  }

  private static void write(Path folder, SortedMap<String, String> texts) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().startsWith("out-")) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Files.writeString(folder.resolve(text.getKey()), text.getValue());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
