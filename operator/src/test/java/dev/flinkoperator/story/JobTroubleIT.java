package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobTroubleIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_failed_job_is_told_with_its_cause_and_started_again_by_a_nonce() {
    Subject subject = STAGE.subject("failed").createdAndRunning();
    String jobId = subject.jobId();

    subject.ground().jobIs("FAILED", "java.lang.IllegalStateException: no such topic: orders");
    assertThat(subject.awaitStalled("JobFailed").getMessage()).contains("no such topic: orders");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("ERROR");
    assertThat(subject.status().getLifecycleState()).isEqualTo("FAILED");
    assertThat(subject.status().getReconciliationStatus().getState()).isNull();
    assertThat(subject.status().getError()).contains("no such topic: orders");
    subject.ground().restIsGone();
    subject.edit("spec: {restartNonce: 1}");

    subject.awaitReconciling("JobManagerStarting");
    subject.comesUp();
    assertThat(subject.jobId()).isNotEqualTo(jobId);
    assertThat(subject.status().getError()).isNull();
  }

  @Test
  void huge_and_odd_texts_of_a_failure_are_bounded_and_stay_valid() {
    Subject subject = STAGE.subject("odd").createdAndRunning();
    String odd = "\u0000\u0007\u001b[31m\"quoted\" \\u \uD83D\uDE00 \u202E\uFFFF 漢字 ";

    subject.ground().jobIs("FAILED", "java.lang.RuntimeException: " + odd.repeat(20_000));

    Condition stalled = subject.awaitStalled("JobFailed");
    assertThat(stalled.getMessage())
        .hasSizeLessThanOrEqualTo(256)
        .contains("漢字")
        .matches(
            text -> text.chars().noneMatch(Character::isISOControl), "has no control characters")
        .matches(JobTroubleIT::isWellFormed, "has no half of a surrogate pair");
    assertThat(subject.status().getError()).hasSizeLessThanOrEqualTo(256);
  }

  @Test
  void a_finished_job_is_ready_and_not_started_again_when_its_cluster_is_removed() {
    Subject subject = STAGE.subject("batch").createdAndRunning();

    subject.ground().jobIs("FINISHED");
    subject.awaitReady("Finished");
    subject.ground().jobManager().delete();
    subject.ground().restIsGone();
    subject.awaitStatus(
        "MISSING but Finished", s -> "MISSING".equals(s.getJobManagerDeploymentStatus()));

    subject.awaitReady("Finished");
    await()
        .during(Duration.ofSeconds(1))
        .atMost(Subject.SOON)
        .until(() -> !subject.ground().hasJobManager());
  }

  @Test
  void a_short_trouble_is_kept_quiet_and_a_long_one_is_told() {
    Subject subject = STAGE.subject("restarting").createdAndRunning();

    subject.ground().jobIs("RESTARTING");
    subject.awaitStatus("RESTARTING", s -> "RESTARTING".equals(s.getJobStatus().getState()));
    subject.awaitReconciling("JobRestarting");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("DEPLOYED_NOT_READY");
    subject.ground().jobIs("RUNNING");
    subject.awaitReady("JobRunning");
  }

  private static boolean isWellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isHighSurrogate(text.charAt(i))) {
        i++;
        if (i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
          return false;
        }
      } else if (Character.isLowSurrogate(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
