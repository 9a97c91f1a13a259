package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flinkoperator.model.v1beta1.FlinkSessionJobStatus;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The jar of a FlinkSessionJob, from a web server to its cluster. */
class SessionJobJarsIT {

  private static final WebServer WEB = new WebServer();

  @RegisterExtension static final Stage STAGE = new Stage();

  @BeforeAll
  static void jarsMayComeFromHere() {
    STAGE.stopOperator();
    STAGE.startOperator(
        Map.of(
            "kubernetes.operator.user.artifacts.allowed-schemes", "http",
            "kubernetes.operator.user.artifacts.disallow-restricted-hosts", "false"));
  }

  @AfterAll
  static void close() {
    WEB.close();
  }

  @Test
  void two_jobs_with_one_jar_share_one_fetch_and_one_upload() {
    FlinkSession session = cluster("sharing-cluster");
    String jar = checked("/shared.jar");
    int before = WEB.fetched();

    SessionJobSubject first = with("first", "sharing-cluster", jar);
    SessionJobSubject second = with("second", "sharing-cluster", jar);

    String one = first.awaitReady("JobRunning").getJobStatus().getJobId();
    String other = second.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactlyInAnyOrder(one, other);
    assertThat(session.jars().names())
        .containsExactly("flink-operator-" + sha256("/shared.jar") + ".jar");
    assertThat(WEB.fetched() - before).isEqualTo(1);
  }

  @Test
  void a_next_version_of_a_job_with_the_same_jar_fetches_and_uploads_nothing() {
    FlinkSession session = cluster("kept-cluster");
    SessionJobSubject job = with("kept", "kept-cluster", checked("/kept.jar"));
    String first = job.awaitReady("JobRunning").getJobStatus().getJobId();
    int before = WEB.fetched();

    job.edit("spec: {job: {args: [--next]}}");

    String second = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(session.submitted()).containsExactly(first, second);
    assertThat(session.jars().names()).hasSize(1);
    assertThat(WEB.fetched()).isEqualTo(before);
  }

  @Test
  void an_upload_that_flink_refuses_is_told_and_tried_again_under_the_same_id() {
    FlinkSession session = cluster("full-cluster");
    session.jars().refuses("File upload failed.");
    SessionJobSubject job = with("full", "full-cluster", WEB.address("/full.jar"));

    FlinkSessionJobStatus failed = job.awaitReconciling("SubmissionFailed");
    assertThat(SessionJobSubject.message(failed)).contains("File upload failed.");
    assertThat(failed.getSubmission().getError()).contains("File upload failed.");
    assertThat(session.submitted()).isEmpty();
    String id = failed.getSubmission().getJobId();
    session.jars().refuses(null);
    STAGE.timePasses(Duration.ofMinutes(5));

    assertThat(job.awaitReady("JobRunning").getJobStatus().getJobId()).isEqualTo(id);
    assertThat(session.submitted()).containsExactly(id);
  }

  @Test
  void a_jar_with_another_checksum_is_refused_and_mended_by_an_edit() {
    FlinkSession session = cluster("picky-cluster");
    SessionJobSubject job =
        with(
            "picky",
            "picky-cluster",
            WEB.address("/picky.jar") + "#sha256=" + sha256("/other.jar"));

    assertThat(SessionJobSubject.message(job.awaitStalled("InvalidSpec")))
        .contains(sha256("/picky.jar"));
    assertThat(session.jars().names()).isEmpty();
    job.edit("spec: {job: {jarURI: \"%s\"}}".formatted(checked("/picky.jar")));

    await().atMost(Subject.SOON).until(() -> session.submitted().size() == 1);
    job.awaitReady("JobRunning");
  }

  private static SessionJobSubject with(String name, String cluster, String jar) {
    return STAGE
        .sessionJob(name)
        .create("spec: {deploymentName: %s, job: {jarURI: \"%s\"}}".formatted(cluster, jar));
  }

  private static FlinkSession cluster(String name) {
    Subject cluster = STAGE.subject(name).create("spec: {job: null}");
    cluster.ground().jobManagerIsUp();
    FlinkSession session = cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    return session;
  }

  private static String checked(String path) {
    return WEB.address(path) + "#sha256=" + sha256(path);
  }

  private static String sha256(String path) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(WEB.jar(path)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
