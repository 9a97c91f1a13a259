package dev.flinkoperator.jar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarFolderTest {
  private Path root;
  private Path path;
  private JarFolder folder;

  @BeforeEach
  void make(@TempDir Path root) {
    this.root = root;
    path = root.resolve("a").resolve("b");
    folder = new JarFolder(path, 100);
  }

  @Test
  void lets_the_longest_unused_go_when_it_is_full() throws IOException {
    String first = keep("first", 40);
    String second = keep("second", 40);
    held(first).close();

    String third = keep("third", 40);

    assertThat(names()).containsExactlyInAnyOrder(first + ".jar", third + ".jar");
    assertThat(folder.hold(second)).isNull();
  }

  @Test
  void keeps_what_is_in_use() throws IOException {
    String first = keep("first", 60);
    try (JarFolder.Held held = held(first)) {
      assertThatThrownBy(() -> keep("second", 60))
          .isInstanceOf(JarException.class)
          .hasMessageContaining("cache.max-size");
      assertThat(held.path()).exists();
      assertThat(names()).containsExactly(first + ".jar");
    }
    keep("second", 60);
    assertThat(names()).hasSize(1).doesNotContain(first + ".jar");
  }

  @Test
  void forgets_a_user_once_however_often_it_says_so() throws IOException {
    String jar = keep("first", 60);
    JarFolder.Held one = held(jar);
    try (JarFolder.Held two = held(jar)) {
      one.close();
      one.close();
      assertThatThrownBy(() -> keep("second", 60)).isInstanceOf(JarException.class);
      assertThat(two.path()).exists();
    }
  }

  @Test
  void leaves_nothing_of_what_is_not_kept() throws IOException {
    try (JarFolder.NewJar jar = folder.create()) {
      jar.write(new byte[90], 90);
    }
    assertThat(names()).isEmpty();
    keep("whole", 100);
    keep("whole", 100);
    assertThat(names()).hasSize(1);
  }

  @Test
  void takes_away_what_another_process_left_and_only_that() throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("ab".repeat(32) + ".jar"), "old");
    Files.writeString(path.resolve("7.part"), "half");
    Files.writeString(path.resolve("mine.jar"), "somebody's");

    String jar = keep("first", 10);

    assertThat(names()).containsExactlyInAnyOrder("mine.jar", jar + ".jar");
  }

  @Test
  void does_not_hand_out_what_somebody_has_deleted() throws IOException {
    String jar = keep("first", 60);
    Files.delete(path.resolve(jar + ".jar"));

    assertThat(folder.hold(jar)).isNull();

    assertThat(keep("first", 60)).isEqualTo(jar);
    held(jar).close();
  }

  @Test
  void says_that_it_cannot_write() throws IOException {
    Path file = Files.writeString(root.resolve("file"), "");

    assertThatThrownBy(() -> new JarFolder(file.resolve("below"), 100).create())
        .isInstanceOf(JarException.class)
        .hasMessageContaining("base.dir");
  }

  private JarFolder.Held held(String sha256) {
    return Objects.requireNonNull(folder.hold(sha256));
  }

  private String keep(String content, int size) {
    byte[] bytes = new byte[size];
    System.arraycopy(content.getBytes(UTF_8), 0, bytes, 0, 5);
    try (JarFolder.NewJar jar = folder.create()) {
      jar.write(bytes, size);
      return jar.keep();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
