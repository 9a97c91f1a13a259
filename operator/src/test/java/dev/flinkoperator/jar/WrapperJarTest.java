package dev.flinkoperator.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrapperJarTest {

  @ParameterizedTest
  @ValueSource(strings = {"job.jar", "my job.jar", "Bestellungen-ü+1%20.jar"})
  void leads_a_class_loader_to_the_jar_in_the_image(String name, @TempDir Path folder)
      throws IOException {
    Path inImage = folder.resolve("a-long-name-".repeat(15)).resolve(name);
    Files.createDirectories(inImage.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(inImage))) {
      zip.putNextEntry(new ZipEntry("found"));
    }
    Path wrapper = folder.resolve("wrapper.jar");
    Files.write(wrapper, WrapperJar.content(inImage.toString()));

    try (URLClassLoader loader = new URLClassLoader(new URL[] {wrapper.toUri().toURL()}, null)) {
      assertThat(loader.findResource("found")).isNotNull();
    }
  }

  @Test
  void is_the_same_for_the_same_path_whenever_it_is_made() throws IOException {
    byte[] content = WrapperJar.content("/opt/flink/usrlib/job.jar");

    assertThat(WrapperJar.content("/opt/flink/usrlib/job.jar")).isEqualTo(content);
    assertThat(WrapperJar.content("/opt/flink/usrlib/job2.jar")).isNotEqualTo(content);
    try (JarInputStream empty =
        new JarInputStream(new ByteArrayInputStream(WrapperJar.content(null)))) {
      assertThat(empty.getManifest().getMainAttributes()).hasSize(1);
    }
  }
}
