package dev.flinkoperator.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarSourcesTest {
  private static final String SHA = "ab".repeat(32);

  private final JarSources sources =
      new JarSources(
          new AddressRules(
              FetchBench.ruled(
                  FetchBench.settings(Path.of(".")), Set.of("https"), List.of(), true, Set.of())));

  @Test
  void reads_where_a_jar_comes_from() {
    assertThat(of("https://repo.example.com/a%20b.jar?x=1", null))
        .isEqualTo(
            new JarSource.Remote(URI.create("https://repo.example.com/a%20b.jar?x=1"), null));
    assertThat(of("HTTPS://repo.example.com/job.jar#sha256=" + SHA, null))
        .isEqualTo(new JarSource.Remote(URI.create("HTTPS://repo.example.com/job.jar"), SHA));
    assertThat(of("https://repo.example.com/job.jar#main", null))
        .isEqualTo(new JarSource.Remote(URI.create("https://repo.example.com/job.jar"), null));
    assertThat(of("local:///opt/flink/usrlib/my%20job.jar", "org.example.Job"))
        .isEqualTo(new JarSource.InImage("/opt/flink/usrlib/my job.jar"));
    assertThat(of(null, "org.example.Job")).isEqualTo(new JarSource.ClassPath());
    assertThat(of("", "org.example.Job")).isEqualTo(new JarSource.ClassPath());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://repo.example.com/job.jar|http:// is not allowed",
        "s3://bucket/job.jar|does not read s3:, unless an administrator allows it",
        "hdfs:///job.jar|does not read hdfs:",
        "file:///job.jar|Write local://",
        "/opt/flink/job.jar|has no scheme",
        "https://a b/job.jar|is no address: Illegal character",
        "https:///job.jar|no host",
        "https://bücher.example/job.jar|Punycode",
        "https://user:hush@repo.example.com/job.jar|no user and password",
        "https://repo.example.com/job.jar#sha256=AB|64 hexadecimal digits",
        "local://opt/flink/job.jar|local:///opt/flink/usrlib",
        "local:///job.jar#sha256=abababababababababababababababababababababababababababababababab"
            + "|Leave #sha256= out",
        "local:///job.jar|Set spec.job.entryClass",
        "''|Set spec.job.entryClass"
      })
  void says_plainly_what_is_wrong(String uri, String reason) {
    String entryClass = uri.contains("sha256=") || uri.contains("local://opt") ? "x.Job" : null;

    assertThatThrownBy(() -> of(uri, entryClass))
        .isInstanceOf(JarException.class)
        .hasMessageContaining(reason)
        .extracting("trouble")
        .isEqualTo(JarException.Trouble.WRONG);
  }

  @Test
  void reads_a_file_systems_address_within_what_was_named_only() {
    JarSources files =
        sources("s3", "s3://My_bucket/jars", "hdfs:///jars", "https://repo.example.com");

    assertThat(files.of(JarRequest.of("s3://My_bucket/jars/job.jar#sha256=" + SHA, null)))
        .isEqualTo(new JarSource.InFileSystem(URI.create("s3://My_bucket/jars/job.jar"), SHA));
    assertThat(files.of(JarRequest.of("hdfs:///jars/a/job.jar", null)))
        .isEqualTo(new JarSource.InFileSystem(URI.create("hdfs:///jars/a/job.jar"), null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3://my_bucket/jars/job.jar|is not within",
        "s3://My_bucket/jars/../job.jar|is not within",
        "s3://My_bucket/jars/%2e%2e/job.jar|is not within",
        "s3://My_bucket/jarsofothers/job.jar|is not within",
        "hdfs://namenode:8020/jars/job.jar|is not within",
        "s3://key:hush@My_bucket/jars/job.jar|no user and password",
        "s3://My_bucket/jars/|names no file",
        "s3://My_bucket/jars/job.jar?versionId=7|names no file",
        "s3:My_bucket/jars/job.jar|names no file",
        "gs://My_bucket/jars/job.jar|does not read gs:",
        "file:///var/run/secrets/token|Write local://"
      })
  void reads_nothing_else_with_the_operators_credentials(String uri, String reason) {
    JarSources files = sources("s3", "s3://My_bucket/jars", "hdfs:///jars", "file:///var");

    assertThatThrownBy(() -> files.of(JarRequest.of(uri, null)))
        .isInstanceOf(JarException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("hush");
  }

  @Test
  void a_file_systems_scheme_that_is_allowed_needs_a_prefix_all_the_same() {
    assertThatThrownBy(() -> sources("s3").of(JarRequest.of("s3://bucket/job.jar", null)))
        .hasMessageContaining("allowed-url-prefixes");
    assertThat(
            sources("s3", "s3://bucket").of(JarRequest.of("https://anywhere.example/x.jar", null)))
        .isInstanceOf(JarSource.Remote.class);
  }

  private static JarSources sources(String scheme, String... prefixes) {
    return new JarSources(
        new AddressRules(
            FetchBench.ruled(
                FetchBench.settings(Path.of(".")),
                Set.of("https", "hdfs", "file", scheme),
                List.of(prefixes),
                true,
                Set.of())));
  }

  @Test
  void shows_little_of_a_lot() {
    String uri = "https://repo.example.com:99999/" + "😀ü\u202e\n".repeat(2000);

    assertThatThrownBy(() -> of(uri, null))
        .satisfies(
            e ->
                assertThat(e.getMessage())
                    .hasSizeLessThanOrEqualTo(JarException.MAX_MESSAGE)
                    .doesNotContain("\n", "\u202e"));
  }

  @Test
  void reads_headers_in_the_form_of_flinks_maps() {
    assertThat(JarRequest.headers("Authorization: Basic abc==,X-A:b,c"))
        .isEqualTo(Map.of("Authorization", "Basic abc==", "X-A", "b,c"));
    assertThat(JarRequest.headers(null)).isEmpty();
    assertThat(JarRequest.headers(" ")).isEmpty();
    assertThat(new JarRequest("https://h/x?hush", null, Map.of("A", "hush")).toString())
        .doesNotContain("hush");
  }

  private JarSource of(@Nullable String uri, @Nullable String entryClass) {
    return sources.of(JarRequest.of(uri, entryClass));
  }
}
