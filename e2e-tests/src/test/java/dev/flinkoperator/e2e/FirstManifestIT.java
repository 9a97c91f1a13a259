package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.Manifest;
import dev.flinkoperator.e2e.support.OperatorUnderTest;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.StatusView;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The manifest that everybody tries first: it asks for two whole cores. A node that has no more
 * than these takes it if nobody else requests a share, the operator neither.
 */
@Tag("full")
@Isolated
class FirstManifestIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @BeforeEach
  void the_node_has_room() {
    OperatorUnderTest.requestCpu("0");
  }

  @AfterEach
  void the_operator_requests_its_share_again() {
    namespace.resource("basic-example").delete();
    namespace.resource("basic-example").awaitGone();
    OperatorUnderTest.requestCpu(OperatorUnderTest.REQUESTED);
  }

  /** Word for word as the overview of the Apache operator's documentation had it for years. */
  @Test
  void the_first_manifest_everybody_tries_runs_as_it_is() {
    FlinkResource resource =
        namespace.apply(
            Manifest.parse(
                """
                apiVersion: flink.apache.org/v1beta1
                kind: FlinkDeployment
                metadata:
                  name: basic-example
                spec:
                  image: flink:1.14
                  flinkVersion: v1_14
                  flinkConfiguration:
                    taskmanager.numberOfTaskSlots: "2"
                  serviceAccount: flink
                  jobManager:
                    resource:
                      memory: "2048m"
                      cpu: 1
                  taskManager:
                    resource:
                      memory: "2048m"
                      cpu: 1
                  job:
                    jarURI: local:///opt/flink/examples/streaming/StateMachineExample.jar
                    parallelism: 2
                    upgradeMode: stateless
                """));

    StatusView view = resource.awaitRunning();

    assertThat(resource.flink().version()).startsWith("1.14.");
    assertThat(view.text("/clusterInfo/flink-version")).startsWith("1.14.");
    assertThat(resource.flink().parallelism(resource.flink().onlyJob().id())).isEqualTo(2);
    resource.delete();
    resource.awaitGone();
    Patience.untilFlink("nothing is left")
        .untilAsserted(() -> assertThat(resource.children().everything()).isEmpty());
  }
}
