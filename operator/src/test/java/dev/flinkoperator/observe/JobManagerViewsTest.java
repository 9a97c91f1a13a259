package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JobManagerViewsTest {

  private static final String TIME = "2026-01-01T00:00:00Z";

  @Test
  void takes_one_that_was_scaled_down_by_us_for_one_that_never_comes_back() {
    JobManagerView view = JobManagerViews.of(marked(0, TIME).build());

    assertThat(view.deleting()).isTrue();
    assertThat(view.scaledDown()).isEqualTo(TIME);
  }

  @Test
  void has_what_somebody_else_scaled_down_put_right() {
    DeploymentBuilder scaled = marked(0, TIME);
    scaled.editMetadata().withAnnotations(Map.of()).endMetadata();

    assertThat(JobManagerViews.of(scaled.build()).deleting()).isFalse();
  }

  @Test
  void believes_no_mark_on_one_that_is_scaled_up() {
    assertThat(JobManagerViews.of(marked(1, TIME).build()).deleting()).isFalse();
  }

  @Test
  void waits_no_longer_for_one_whose_mark_cannot_be_read() {
    assertThat(JobManagerViews.of(marked(0, "yesterday").build()).scaledDown())
        .isEqualTo(Instant.EPOCH);
  }

  @Test
  void has_nothing_left_to_do_about_one_that_is_being_deleted() {
    DeploymentBuilder deleted = marked(0, TIME);
    deleted.editMetadata().withDeletionTimestamp(TIME).endMetadata();

    JobManagerView view = JobManagerViews.of(deleted.build());
    assertThat(view.deleting()).isTrue();
    assertThat(view.scaledDown()).isNull();
  }

  @Test
  void knows_one_that_was_available_once_by_its_complete_rollout() {
    assertThat(JobManagerViews.of(progressing("NewReplicaSetAvailable")).onceAvailable()).isTrue();
    assertThat(JobManagerViews.of(progressing("ReplicaSetUpdated")).onceAvailable()).isFalse();
  }

  private static Deployment progressing(String reason) {
    return marked(1, TIME)
        .withNewStatus()
        .addNewCondition()
        .withType("Progressing")
        .withStatus("True")
        .withReason(reason)
        .endCondition()
        .endStatus()
        .build();
  }

  private static DeploymentBuilder marked(int replicas, String mark) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withUid("uid")
        .withCreationTimestamp(TIME)
        .addToAnnotations(JobManagerViews.SCALED_DOWN, mark)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .endTemplate()
        .endSpec();
  }
}
