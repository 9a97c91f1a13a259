package dev.flinkoperator.story;

import static org.awaitility.Awaitility.await;

import dev.flinkoperator.cli.TestedOperator;
import dev.flinkoperator.testing.ApiServer;
import dev.flinkoperator.testing.GarbageCollector;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
          // Flink is within this process: an answer that is late is the machine's affair.
          "kubernetes.operator.flink.client.timeout", "60 s",
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
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final String namespace = "story-" + COUNT.incrementAndGet();
  private final FlinkRest rest = new FlinkRest();
  private final HastyClock clock = new HastyClock();
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

  /** The operator believes that so much more time has gone by; it does not go back. */
  void timePasses(Duration time) {
    clock.forward(time);
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
    grant(role(name));
  }

  /**
   * Gives the operator the rights of this Role and no others. Returns when they are in force: the
   * API server hears of a Role by a watch of its own, a little after it was written.
   */
  void grant(Role role) {
    String mark = "verb-" + NAMES.incrementAndGet();
    List<PolicyRule> rules = new ArrayList<>(role.getRules());
    rules.add(
        new PolicyRuleBuilder()
            .withApiGroups("example.com")
            .withResources("marks")
            .withVerbs(mark)
            .build());
    role.setRules(rules);
    client().resource(role).serverSideApply();
    await()
        .alias("the new rights are in force")
        .atMost(Subject.SOON)
        .until(() -> mayMark(role.getMetadata().getNamespace(), mark));
  }

  private boolean mayMark(String inNamespace, String mark) {
    SubjectAccessReview question =
        new SubjectAccessReviewBuilder()
            .withNewSpec()
            .withUser(user())
            .withNewResourceAttributes()
            .withNamespace(inNamespace)
            .withGroup("example.com")
            .withResource("marks")
            .withVerb(mark)
            .endResourceAttributes()
            .endSpec()
            .build();
    return client()
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(question)
        .getStatus()
        .getAllowed();
  }

  /** The Role of the operator, as kustomize/ has it. */
  Role role(String inNamespace) {
    Role role = client().rbac().roles().load(ROLE).item();
    role.getMetadata().setNamespace(inNamespace);
    return role;
  }

  /**
   * Returns when the garbage collector knows every pod made before, and so waits for its end where
   * its owner is deleted: it has ended a later one whose owner does not exist.
   */
  void garbageCollectorKnowsAllPods() {
    String name = "stray-" + NAMES.incrementAndGet();
    client().resource(stray(name)).create();
    await()
        .alias("the garbage collector ends a stray pod")
        .atMost(Subject.SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> client().pods().inNamespace(namespace).withName(name).get() == null);
  }

  private Pod stray(String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .addNewOwnerReference()
        .withApiVersion("apps/v1")
        .withKind("Deployment")
        .withName(name)
        .withUid(UUID.randomUUID().toString())
        .endOwnerReference()
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("none")
        .withImage("none")
        .endContainer()
        .endSpec()
        .build();
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
        TestedOperator.start(
            settings, new ConfigBuilder(admin).withImpersonateUsername(user()), clock);
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
