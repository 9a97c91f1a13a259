package dev.flinkoperator.plan;

import static dev.flinkoperator.plan.SessionJobScene.submits;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.flinkrest.JobStart;
import dev.flinkoperator.flinkrest.RunJar;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.observe.view.SubmissionView.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A submission that was sent by somebody, and of which nobody has heard the end. */
@NullUnmarked
class LateSubmissionTest {

  private static final Duration BARELY = PendingSubmission.MAY_BEGIN.minusSeconds(1);

  private final SessionJobScene scene = new SessionJobScene().clusterUp();

  @Test
  void one_that_is_waited_for_ends_before_it_counts_as_one_that_begins_no_more() {
    JobStart start =
        new JobStart("v1_20", "0".repeat(32), null, List.of(), null, null, false, null, Map.of());

    assertThat(new RunJar("x_x.jar", start).timeLimit()).isLessThan(BARELY);
  }

  @Test
  void
      a_deletion_after_a_restart_of_the_operator_waits_for_it_however_long_it_had_been_uploading() {
    scene.pass();
    scene.later(Duration.ofMinutes(30)).operatorRestarts().deleted();

    assertThat(SessionJobPlan.finishesDeletion(scene.pass())).isFalse();
    assertThat(SessionJobPlan.finishesDeletion(scene.later(BARELY).pass())).isFalse();
    assertThat(SessionJobPlan.finishesDeletion(scene.later(Duration.ofSeconds(1)).pass())).isTrue();
  }

  @Test
  void a_deletion_cancels_the_job_that_begins_after_all() {
    scene.pass();
    scene.later(Duration.ofMinutes(30)).operatorRestarts().deleted().pass();
    scene.lists(scene.jobId(), "RUNNING");

    SessionJobPlan plan = scene.pass();

    assertThat(SessionJobScene.asks(plan)).isNotNull();
    assertThat(SessionJobPlan.finishesDeletion(plan)).isFalse();
  }

  @Test
  void an_edit_after_a_restart_of_the_operator_takes_its_place_only_when_it_begins_no_more() {
    scene.pass();
    String id = scene.jobId();
    scene.later(Duration.ofMinutes(30)).operatorRestarts().edited();

    SessionJobPlan waits = scene.pass();
    assertThat(submits(waits)).isNull();
    assertThat(scene.condition("Ready").getMessage())
        .contains("What was submitted before the edit may still begin")
        .contains("until 2026-01-01T00:37:00Z");
    assertThat(submits(scene.later(BARELY).pass())).isNull();

    Step.SubmitJob next = submits(scene.later(Duration.ofSeconds(1)).pass());
    assertThat(next.parallelism()).isEqualTo(3);
    assertThat(next.submission().jobId()).isEqualTo(id);
  }

  @Test
  void the_job_of_before_the_edit_that_begins_after_all_is_stopped_and_followed_by_another() {
    scene.pass();
    String id = scene.jobId();
    scene.later(Duration.ofMinutes(30)).operatorRestarts().edited().pass();
    scene.lists(id, "RUNNING").pass();
    scene.lists(id, "CANCELED");

    Step.SubmitJob next = submits(scene.settle());

    assertThat(next.parallelism()).isEqualTo(3);
    assertThat(next.submission().jobId()).isNotEqualTo(id);
  }

  @Test
  void a_refusal_of_the_next_attempt_does_not_end_the_one_before() {
    scene.pass();
    scene.submissionIs(State.UNANSWERED, "no answer").pass();
    scene.later(Duration.ofSeconds(11)).pass();
    scene.submissionIs(State.NOT_NOW, "the session cluster does not answer").edited();

    assertThat(submits(scene.pass())).isNull();
    assertThat(submits(scene.later(PendingSubmission.MAY_BEGIN).pass()).parallelism()).isEqualTo(3);
  }

  @Test
  void a_suspension_waits_for_it() {
    scene.pass();
    scene.later(Duration.ofMinutes(30)).operatorRestarts();
    scene.job(job -> job.setState(Job.State.SUSPENDED));

    scene.pass();
    assertThat(scene.status().getLifecycleState()).isNotEqualTo("SUSPENDED");
    scene.later(PendingSubmission.MAY_BEGIN).pass();
    assertThat(scene.status().getLifecycleState()).isEqualTo("SUSPENDED");
  }
}
