package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClusterEndIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void ends_from_its_head_though_the_operator_restarts_meanwhile() {
    Subject subject = STAGE.subject("head").createdAndRunning();
    Ground ground = subject.ground();
    ground.jobManagerRuns("head-1");
    ground.taskManagerRuns("head-taskmanager-1-1");

    subject.edit("spec: {job: {parallelism: 4}}");
    await()
        .alias("the JobManager is scaled down")
        .atMost(Subject.SOON)
        .until(() -> replicas(ground) == 0);
    STAGE.stopOperator();
    STAGE.startOperator();
    ground.restIsGone();
    ground.podEnds("head-1");
    ground.awaitPodEnding("head-taskmanager-1-1");
    ground.podEnds("head-taskmanager-1-1");
    subject.comesUp();
    assertThat(replicas(ground)).isEqualTo(1);
    assertThat(subject.revisions()).hasSize(2);
  }

  private static int replicas(Ground ground) {
    Deployment there = ground.jobManager().get();
    return there == null ? -1 : there.getSpec().getReplicas();
  }
}
