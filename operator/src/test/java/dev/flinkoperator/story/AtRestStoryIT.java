package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AtRestStoryIT {

  private static final Duration A_WHILE = Duration.ofMillis(1500);

  /** Nearly all that a manifest can ask for, so that each rendered field is compared. */
  private static final String RICH =
      """
      spec:
        flinkConfiguration:
          taskmanager.numberOfTaskSlots: 2
          web: {timeout: 10000}
        logConfiguration:
          log4j-console.properties: "rootLogger.level = INFO"
        ingress:
          template: "{{name}}.{{namespace}}.flink.example.com"
          annotations: {nginx.ingress.kubernetes.io/proxy-body-size: 10m}
        podTemplate:
          metadata: {labels: {team: streams}}
          spec:
            terminationGracePeriodSeconds: 20
            containers:
            - name: flink-main-container
              env:
              - {name: A, value: ""}
              - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
              resources: {requests: {ephemeral-storage: 1024Mi}}
              volumeMounts:
              - {name: scratch, mountPath: /scratch, readOnly: false}
            - name: sidecar
              image: busybox
              ports: [{containerPort: 80}]
            volumes:
            - {name: scratch, emptyDir: {sizeLimit: 0.5Gi}}
        taskManager:
          podTemplate:
            spec: {nodeSelector: {disk: ssd}}
      """;

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void passes_over_what_is_as_it_should_be_write_nothing() {
    Subject subject = STAGE.subject("rest").createdAndRunning(RICH);
    Children children = new Children(subject);
    Map<String, String> before = children.versions();
    Writes writes = STAGE.writes();

    // A restarted operator looks at everything anew, and trusts nothing but what is recorded.
    STAGE.stopOperator();
    STAGE.startOperator();
    nothingHappensTo(children, before);

    // Somebody's label on a child wakes the operator up.
    children
        .flinkConfig()
        .edit(c -> c.edit().editMetadata().addToLabels("x", "y").endMetadata().build());
    Map<String, String> labelled = children.versions();
    nothingHappensTo(children, labelled);

    // The Deployment controller reports again.
    subject.ground().jobManagerIsUp();
    Map<String, String> reported = children.versions();
    nothingHappensTo(children, reported);

    assertThat(writes.seen()).isEmpty();
  }

  private static void nothingHappensTo(Children children, Map<String, String> versions) {
    await()
        .during(A_WHILE)
        .atMost(Subject.SOON)
        .untilAsserted(() -> assertThat(children.versions()).isEqualTo(versions));
  }
}
