package dev.flinkoperator.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.JobManagerViews;
import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import org.junit.jupiter.api.Test;

class PlannedLaunchTest {

  private final Deployment planned = deployment("uid-1", "job-1", 1);

  @Test
  void means_the_JobManager_it_was_planned_from_whoever_has_scaled_it() {
    assertThat(meant(planned)).isTrue();
    assertThat(meant(deployment("uid-1", "job-1", 0))).isTrue();
  }

  @Test
  void does_not_mean_one_that_has_been_made_or_turned_into_another_since() {
    assertThat(meant(deployment("uid-2", "job-1", 1))).isFalse();
    assertThat(meant(deployment("uid-1", "job-2", 1))).isFalse();
    assertThat(new PlannedLaunch(null, () -> true).meant(planned)).isFalse();
  }

  @Test
  void does_not_mean_one_that_a_successor_has_scaled_down_for_its_end() {
    Deployment ending = deployment("uid-1", "job-1", 0);
    ending.getMetadata().getAnnotations().put(JobManagerViews.SCALED_DOWN, "2026-01-01T00:00:00Z");
    assertThat(meant(ending)).isFalse();
  }

  @Test
  void makes_one_only_where_there_was_none_and_the_resource_is_still_the_same() {
    JobManagerView view = JobManagerViews.of(planned);
    assertThat(new PlannedLaunch(view, () -> true).allowed()).isFalse();
    assertThat(new PlannedLaunch(null, () -> false).allowed()).isFalse();
    assertThat(new PlannedLaunch(null, () -> true).allowed()).isTrue();
  }

  private boolean meant(Deployment live) {
    return new PlannedLaunch(JobManagerViews.of(planned), () -> true).meant(live);
  }

  private static Deployment deployment(String uid, String revision, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withUid(uid)
        .withCreationTimestamp("2026-01-01T00:00:00Z")
        .addToAnnotations(Revision.ANNOTATION, revision)
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .withNewTemplate()
        .endTemplate()
        .endSpec()
        .build();
  }
}
