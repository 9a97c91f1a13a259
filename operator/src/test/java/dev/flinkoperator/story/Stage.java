package dev.flinkoperator.story;

import dev.flinkoperator.cli.TestedOperator;
import dev.flinkoperator.testing.ApiServer;
import dev.flinkoperator.testing.GarbageCollector;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A namespace with the operator watching it. The operator acts as a user of its own who has no
 * rights but those of the Role that kustomize/ installs, and is in more of a hurry than it is by
 * default.
 */
final class Stage implements BeforeAllCallback, AfterAllCallback {

  private static final File ROLE = new File("../kustomize/rbac/namespaced/role.yaml");
  private static final Map<String, String> HASTY =
      Map.of(
          "kubernetes.operator.leader-election.enabled", "false",
          "kubernetes.operator.job.poll.interval.moving", "100 ms",
          "kubernetes.operator.job.poll.interval.stable", "200 ms",
          "kubernetes.operator.job.grace-period", "2 s",
          "kubernetes.operator.retry.initial.interval", "200 ms",
          "kubernetes.operator.retry.max.interval", "1 s",
          "kubernetes.operator.exception.field.max.length", "256",
          "kubernetes.operator.health.probe.port", "0",
          "kubernetes.operator.metrics.port", "0");

  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String namespace = "story-" + COUNT.incrementAndGet();
  private final FlinkRest rest = new FlinkRest();
  private ApiServer.@Nullable Running cluster;
  private @Nullable TestedOperator operator;

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster = ApiServer.running(context);
    GarbageCollector.ensure(context);
    makeNamespace(namespace);
    startOperator();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stopOperator();
    rest.close();
  }

  String namespace() {
    return namespace;
  }

  /** Somebody who may do everything. */
  KubernetesClient client() {
    return cluster().client();
  }

  FlinkRest rest() {
    return rest;
  }

  Subject subject(String name) {
    return new Subject(this, namespace, name);
  }

  Subject subjectIn(String otherNamespace, String name) {
    return new Subject(this, otherNamespace, name);
  }

  SessionJobSubject sessionJob(String name) {
    return new SessionJobSubject(this, namespace, name);
  }

  StateSnapshotSubject stateSnapshot(String name) {
    return new StateSnapshotSubject(this, namespace, name);
  }

  /** What the operator has written since now. */
  Writes writes() {
    return new Writes(cluster().auditLog(), user());
  }

  /** Makes a namespace in which the operator has its usual rights. */
  void makeNamespace(String name) {
    client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    client().resource(role(name)).create();
    RoleBinding binding =
        new RoleBindingBuilder()
            .withNewMetadata()
            .withName("flink-operator")
            .withNamespace(name)
            .endMetadata()
            .withNewRoleRef("rbac.authorization.k8s.io", "Role", "flink-operator")
            .addNewSubject("rbac.authorization.k8s.io", "User", user(), null)
            .build();
    client().resource(binding).create();
  }

  /** The Role of the operator, as kustomize/ has it. */
  Role role(String inNamespace) {
    Role role = client().rbac().roles().load(ROLE).item();
    role.getMetadata().setNamespace(inNamespace);
    return role;
  }

  void startOperator() {
    startOperator(Map.of());
  }

  void startOperator(Map<String, String> further) {
    Map<String, String> settings = new HashMap<>(HASTY);
    settings.put("kubernetes.operator.watched.namespaces", namespace);
    settings.put("kubernetes.operator.flink.rest.address-template", rest.addressTemplate());
    settings.put("kubernetes.operator.user.artifacts.base.dir", jars());
    settings.putAll(further);
    Config admin = client().getConfiguration();
    operator =
        TestedOperator.start(settings, new ConfigBuilder(admin).withImpersonateUsername(user()));
  }

  /** One folder an operator process; it is made when the first jar comes. */
  private String jars() {
    return Path.of("target", "jars-of-" + namespace).toAbsolutePath().toString();
  }

  void stopOperator() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  private String user() {
    return "operator-of-" + namespace;
  }

  private ApiServer.Running cluster() {
    if (cluster == null) {
      throw new IllegalStateException("the API server has not been started yet");
    }
    return cluster;
  }
}
