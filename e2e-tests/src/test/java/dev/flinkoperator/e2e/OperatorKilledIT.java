package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.PodTimeline;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** The operator's process is killed at a bad moment; another one takes over. */
@Isolated
class OperatorKilledIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @AfterEach
  void the_operator_is_back() {
    OperatorUnderTest.awaitReady();
  }

  @Test
  void killed_while_it_deploys_there_is_still_exactly_one_job() {
    Manifest manifest = Manifest.streaming("orders", FlinkVersion.V2_3);
    FlinkResource resource = namespace.resource("orders");
    try (PodTimeline pods = PodTimeline.of(resource)) {
      resource.apply(manifest);
      Patience.until("the JobManager Deployment is there")
          .until(() -> resource.children().deployment().get() != null);

      OperatorUnderTest.kill();

      resource.awaitRunning();
      assertThat(pods.jobManagersSeen()).isEqualTo(1);

      // And once more, between the end of the old cluster and the start of the new one.
      String before = resource.flink().onlyJob().id();
      resource.apply(manifest.set("/spec/restartNonce", 1));
      Patience.until("the old JobManager ends")
          .until(
              () ->
                  resource.children().jobManagers().stream()
                      .allMatch(pod -> pod.getMetadata().getDeletionTimestamp() != null));

      OperatorUnderTest.kill();

      resource.awaitRunning();
      assertThat(resource.flink().onlyJob().id()).isNotEqualTo(before);
      assertThat(pods.jobManagersSeen()).isEqualTo(2);
      pods.assertOneClusterAtATime();
    }
  }
}
