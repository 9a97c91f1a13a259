package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** How often Flink has restarted a job. */
class JobRestartsTest {

  private static final JobRestarts QUESTION = new JobRestarts("0f1e2d3c4b5a69788796a5b4c3d2e1f0");

  @Test
  void reads_the_gauge_of_the_job() throws Exception {
    assertThat(read("[{\"id\":\"numRestarts\",\"value\":\"17\"}]").restarts()).isEqualTo(17);
  }

  @Test
  void a_job_whose_metrics_were_not_collected_yet_is_not_known() throws Exception {
    assertThat(read("[]").known()).isFalse();
  }

  @Test
  void refuses_what_is_no_number() {
    assertThatThrownBy(() -> read("[{\"id\":\"numRestarts\",\"value\":\"often\"}]"))
        .isInstanceOf(UnexpectedAnswerException.class);
  }

  @Test
  void asks_for_this_one_metric_only() {
    assertThat(QUESTION.path())
        .isEqualTo("/jobs/0f1e2d3c4b5a69788796a5b4c3d2e1f0/metrics?get=numRestarts");
  }

  private static RestartCount read(String answer) throws Exception {
    return QUESTION.read(new ObjectMapper().readTree(answer));
  }
}
