package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A job that starts from a FlinkStateSnapshot by its name, by the book. */
class NamedSnapshotIT {

  private static final String EXISTING =
      "{savepoint: {alreadyExists: true, path: 's3://bucket/savepoint-%s'}}";

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_job_waits_for_the_snapshot_it_names_and_starts_from_its_path() {
    Subject subject =
        STAGE
            .subject("restored")
            .create("spec: {job: {initialSavepointPath: 'flinkstatesnapshot:moved'}}");
    assertThat(subject.awaitReconciling("WaitingForSnapshot").getMessage()).contains("moved");
    assertThat(subject.ground().hasJobManager()).isFalse();

    StateSnapshotSubject snapshot = STAGE.stateSnapshot("moved").create(EXISTING.formatted("1"));
    subject.ground().awaitJobManager();
    snapshot.delete();
    snapshot.awaitGone();

    subject.comesUp();
    assertThat(new Children(subject).configuration()).contains("s3://bucket/savepoint-1");
  }

  @Test
  void a_redeployment_leaves_the_job_alone_until_its_snapshot_is_there() {
    Subject subject = STAGE.subject("moving-back").createdAndRunning();
    String first = subject.jobId();

    subject.edit(
        "spec: {job: {savepointRedeployNonce: 1,"
            + " initialSavepointPath: 'flinkstatesnapshot:earlier'}}");
    subject.awaitReconciling("WaitingForSnapshot");
    assertThat(subject.jobId()).isEqualTo(first);
    String uid = subject.ground().jobManager().get().getMetadata().getUid();

    STAGE.stateSnapshot("earlier").create(EXISTING.formatted("2"));
    subject.ground().awaitOtherJobManager(uid);
    subject.comesUp();
    assertThat(subject.jobId()).isNotEqualTo(first);
    assertThat(new Children(subject).configuration()).contains("s3://bucket/savepoint-2");
  }

  @Test
  void a_session_job_is_submitted_from_the_snapshot_it_names() {
    Subject cluster = STAGE.subject("named-session").create("spec: {job: null}");
    cluster.ground().jobManagerIsUp();
    FlinkSession session = cluster.ground().session();
    cluster.awaitReady("ClusterRunning");
    SessionJobSubject job =
        STAGE
            .sessionJob("from-named")
            .create(
                "spec: {deploymentName: named-session,"
                    + " job: {initialSavepointPath: 'flinkstatesnapshot:of-old'}}");
    job.awaitReconciling("WaitingForSnapshot");

    STAGE.stateSnapshot("of-old").create(EXISTING.formatted("3"));

    String id = job.awaitReady("JobRunning").getJobStatus().getJobId();
    assertThat(Objects.requireNonNull(session.request(id)).path("savepointPath").asText())
        .isEqualTo("s3://bucket/savepoint-3");
  }
}
