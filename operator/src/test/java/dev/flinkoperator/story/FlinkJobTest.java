package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flinkoperator.flinkrest.Accepted;
import dev.flinkoperator.flinkrest.CallListener;
import dev.flinkoperator.flinkrest.CancelJob;
import dev.flinkoperator.flinkrest.CheckpointPath;
import dev.flinkoperator.flinkrest.CheckpointResult;
import dev.flinkoperator.flinkrest.CheckpointStatistics;
import dev.flinkoperator.flinkrest.CompletedCheckpoint;
import dev.flinkoperator.flinkrest.Endpoint;
import dev.flinkoperator.flinkrest.FlinkRestCaller;
import dev.flinkoperator.flinkrest.JobSummary;
import dev.flinkoperator.flinkrest.JobsOverview;
import dev.flinkoperator.flinkrest.OperationResult;
import dev.flinkoperator.flinkrest.RestSettings;
import dev.flinkoperator.flinkrest.SavepointResult;
import dev.flinkoperator.flinkrest.StopWithSavepoint;
import dev.flinkoperator.flinkrest.TriggerCheckpoint;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake says what the operator's own client understands. */
class FlinkJobTest {
  private static final String JOB = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
  private static final String ID = "aa11bb22cc33dd44ee55ff6600778899";
  private static final String SAVEPOINT = "file:/state/savepoints/savepoint-0f1e2d-2";

  private final FlinkRest flink = new FlinkRest();
  private final FlinkRestCaller rest =
      new FlinkRestCaller(RestSettings.defaults(), CallListener.NONE);
  private final URI address =
      URI.create(
          flink.addressTemplate().replace("{namespace}", "streams").replace("{name}", "orders"));

  @BeforeEach
  void runs() {
    flink.shows("streams", "orders", JOB, "RUNNING", "");
    job().completesCheckpoint();
  }

  @AfterEach
  void close() {
    rest.close();
    flink.close();
  }

  @Test
  void stops_with_a_savepoint_when_it_has_taken_its_time() throws Exception {
    assertThat(ask(new SavepointResult(JOB, ID))).isEqualTo(new OperationResult.NotKnown());
    job().feels(FlinkJob.Mood.TAKES_ITS_TIME);

    assertThat(ask(stop())).isEqualTo(new Accepted(ID));
    assertThat(ask(stop())).isEqualTo(new Accepted(ID));
    assertThat(ask(new SavepointResult(JOB, ID))).isEqualTo(new OperationResult.InProgress());
    assertThat(state()).isEqualTo("RUNNING");
    job().completesPending();

    assertThat(ask(new SavepointResult(JOB, ID)))
        .isEqualTo(new OperationResult.Completed(SAVEPOINT));
    assertThat(state()).isEqualTo("FINISHED");
    assertThat(ask(new CheckpointStatistics(JOB)).newest())
        .extracting(CompletedCheckpoint::path)
        .isEqualTo(SAVEPOINT);
    assertThat(flink.asked("streams", "orders"))
        .hasSize(2)
        .allMatch(a -> a.startsWith("POST stop"));
  }

  @Test
  void fails_and_refuses_when_told_so() throws Exception {
    job().feels(FlinkJob.Mood.FAILS);
    ask(stop());
    assertThat(ask(new SavepointResult(JOB, ID)))
        .isEqualTo(new OperationResult.Failed("IOException: Disk quota exceeded"));
    assertThat(state()).isEqualTo("RUNNING");

    job().feels(FlinkJob.Mood.REFUSES);
    assertThatThrownBy(() -> ask(stop())).hasMessageContaining("HTTP 400: Config key");
  }

  @Test
  void takes_a_checkpoint_and_begins_anew_without_it() throws Exception {
    ask(new TriggerCheckpoint(JOB, ID, "FULL"));

    assertThat(ask(new CheckpointResult(JOB, ID)))
        .isEqualTo(new OperationResult.Completed(null, 2L));
    assertThatThrownBy(() -> ask(new CheckpointPath(JOB, 2))).hasMessageContaining("HTTP 404");
    assertThat(ask(new CheckpointPath(JOB, 2)))
        .contains("file:/state/checkpoints/" + JOB + "/chk-2");
    assertThat(ask(new CheckpointStatistics(JOB)).newest())
        .extracting(CompletedCheckpoint::id)
        .isEqualTo(2L);
    job().beginsAnew();
    assertThat(ask(new CheckpointStatistics(JOB)).newest()).isNull();
  }

  @Test
  void is_cancelled_once() throws Exception {
    ask(new CancelJob(JOB));

    assertThat(state()).isEqualTo("CANCELED");
    assertThatThrownBy(() -> ask(new CancelJob(JOB))).hasMessageContaining("HTTP 409");
  }

  private FlinkJob job() {
    return flink.job("streams", "orders");
  }

  private String state() throws Exception {
    return ask(new JobsOverview()).stream().map(JobSummary::state).findFirst().orElseThrow();
  }

  private <T> T ask(Endpoint<T> endpoint) throws Exception {
    return rest.call(address, endpoint).get(60, TimeUnit.SECONDS);
  }

  private static StopWithSavepoint stop() {
    return new StopWithSavepoint(JOB, ID, "file:/state/savepoints", false, "CANONICAL");
  }
}
