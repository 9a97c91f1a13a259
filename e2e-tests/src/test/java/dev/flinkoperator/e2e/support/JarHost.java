package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A server in the cluster that gives out the journey job's jar with 200 MB of ballast in it. Its
 * address is one the operator under test is told to trust ({@code environment.sh}).
 */
public final class JarHost implements AutoCloseable {
  /** As in {@code environment.sh}. */
  private static final String NAMESPACE = "e2e-jars";

  public static final String ADDRESS = "http://jars." + NAMESPACE + ".svc:8080/journey-job.jar";

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: jars}
      spec:
        selector: {app: jars}
        ports: [{port: 8080}]
      ---
      apiVersion: v1
      kind: Pod
      metadata:
        name: jars
        labels: {app: jars}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
          - name: jars
            image: flink:2.3
            command: [java, -Xmx64m, -cp, /opt/journey/journey-job.jar,
                      dev.flinkoperator.journey.JarServer,
                      --jar, /opt/journey/journey-job.jar, --megabytes, "200"]
            readinessProbe: {tcpSocket: {port: 8080}, periodSeconds: 1}
            resources: {requests: {cpu: 1m, memory: 64Mi}}
            volumeMounts: [{name: journey-job, mountPath: /opt/journey}]
        volumes: [{name: journey-job, configMap: {name: journey-job}}]
      """;

  private JarHost() {}

  /** Waits until it serves. */
  public static JarHost start() {
    Patience.until("an earlier one is gone")
        .until(() -> Cluster.client().namespaces().withName(NAMESPACE).get() == null);
    Cluster.client()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(NAMESPACE).endMetadata().build())
        .create();
    TestNamespace.awaitServiceAccount(NAMESPACE);
    Journey.jar(NAMESPACE);
    List<HasMetadata> objects =
        Cluster.client()
            .load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
            .items();
    objects.forEach(each -> Cluster.client().resource(each).inNamespace(NAMESPACE).create());
    new Keeper(NAMESPACE, "jars").awaitReady();
    return new JarHost();
  }

  @Override
  public void close() {
    Cluster.client().namespaces().withName(NAMESPACE).delete();
  }
}
