package dev.flinkoperator.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefusalsIT {

  @RegisterExtension static final Stage STAGE = new Stage();

  @Test
  void a_pod_that_kubernetes_rejects_is_told_and_healed_by_an_edit() {
    Subject subject =
        STAGE
            .subject("rejected")
            .create(
                """
                spec:
                  podTemplate:
                    spec:
                      containers:
                      - name: flink-main-container
                        volumeMounts: [{name: missing, mountPath: /data}]
                """);

    assertThat(subject.awaitStalled("RejectedByKubernetes").getMessage()).contains("missing");
    subject.awaitStatus(
        "the refusal, told as an error",
        status ->
            status.getReconciliationStatus().getState() == null
                && String.valueOf(status.getReconciliationStatus().getError()).contains("missing"));
    assertThat(subject.ground().hasJobManager()).isFalse();

    subject.edit("spec: {podTemplate: null}");
    subject.comesUp();
    assertThat(subject.status().getError()).isNull();
  }

  @Test
  void a_version_of_flink_that_is_too_old_is_told_and_nothing_is_made() {
    Subject subject =
        STAGE.subject("old").create("spec: {flinkVersion: v1_13, image: \"flink:1.13\"}");

    assertThat(subject.awaitStalled("InvalidSpec").getMessage())
        .contains("spec.flinkVersion: Flink 1.13 is not supported; the oldest that is is 1.14");
    assertThat(subject.status().getLifecycleState()).isEqualTo("FAILED");
    assertThat(subject.status().getError()).contains("Flink 1.13 is not supported");
    assertThat(subject.ground().hasJobManager()).isFalse();
    subject.edit("spec: {flinkVersion: v1_14, image: \"flink:1.14\"}");
    subject.comesUp();
  }

  @Test
  void a_deployment_of_somebody_else_with_the_same_name_is_left_alone() {
    Deployment theirs = STAGE.client().resource(deployment("taken", "app", "taken")).create();
    Subject subject = STAGE.subject("taken").create();

    subject.awaitStatus(
        "a refusal that names the Deployment",
        s -> {
          var ready = Subject.condition(s, "Ready");
          return ready != null
              && "False".equals(ready.getStatus())
              && List.of("NameTaken", "ProgressingWithRetry").contains(ready.getReason())
              && ready.getMessage().contains("Deployment");
        });

    Deployment after = subject.ground().jobManager().get();
    assertThat(after.getMetadata().getUid()).isEqualTo(theirs.getMetadata().getUid());
    assertThat(after.getMetadata().getGeneration()).isEqualTo(1);
    assertThat(after.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(after.getMetadata().getManagedFields())
        .noneMatch(f -> "flink-operator".equals(f.getManager()));
    subject.delete();
    subject.awaitGone();
    assertThat(subject.ground().hasJobManager()).isTrue();
  }

  @Test
  void a_deployment_of_another_tool_labelled_like_flink_is_told_as_name_taken() {
    STAGE
        .client()
        .resource(deployment("labelled", "type", "flink-native-kubernetes", "app", "labelled"))
        .create();
    // It knows of the Deployment before it sees the resource.
    STAGE.stopOperator();
    STAGE.startOperator();
    Subject subject = STAGE.subject("labelled").create();

    assertThat(subject.awaitStalled("NameTaken").getMessage()).contains("labelled");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("ERROR");
    assertThat(new Children(subject).flinkConfig().get()).isNull();
    subject.ground().jobManager().delete();
    subject.comesUp();
  }

  @Test
  void an_exceeded_quota_is_told_and_overcome() {
    String namespace = STAGE.namespace() + "-quota";
    STAGE.makeNamespace(namespace);
    ResourceQuota quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("none")
            .endMetadata()
            .withNewSpec()
            .addToHard("count/services", new Quantity("0"))
            .endSpec()
            .build();
    ResourceQuota made = STAGE.client().resource(quota).create();
    // What the quota controller would do, which does not run here.
    STAGE
        .client()
        .resource(made)
        .editStatus(
            q ->
                q.edit()
                    .withNewStatus()
                    .addToHard("count/services", new Quantity("0"))
                    .addToUsed("count/services", new Quantity("0"))
                    .endStatus()
                    .build());
    STAGE.stopOperator();
    STAGE.startOperator(
        Map.of("kubernetes.operator.watched.namespaces", STAGE.namespace() + "," + namespace));
    Subject subject = STAGE.subjectIn(namespace, "quota").create();

    assertThat(subject.awaitReconciling("QuotaExceeded").getMessage()).contains("exceeded quota");

    STAGE.client().resource(made).delete();
    subject.comesUp();
  }

  @Test
  void pods_refused_by_a_quota_are_told() {
    Subject subject = STAGE.subject("pods").create();
    subject.ground().podsAreRefused("pods \"pods-1\" is forbidden: exceeded quota: compute");

    assertThat(subject.awaitReconciling("QuotaExceeded").getMessage()).contains("compute");
  }

  @Test
  void pods_without_their_service_account_are_told() {
    Subject subject = STAGE.subject("account").create();
    subject
        .ground()
        .podsAreRefused("pods \"account-1\" is forbidden: serviceaccount \"flink\" not found");

    assertThat(subject.awaitStalled("PodCannotStart").getMessage()).contains("serviceaccount");
    assertThat(subject.status().getJobManagerDeploymentStatus()).isEqualTo("ERROR");
    subject.comesUp();
  }

  @Test
  void a_missing_right_is_told_once_and_does_not_make_the_status_flap() {
    Role role = STAGE.role(STAGE.namespace());
    role.getRules().stream()
        .filter(r -> r.getResources().contains("services"))
        .forEach(r -> r.setVerbs(List.of("get", "list", "watch")));
    STAGE.grant(role);
    Writes writes = STAGE.writes();
    Subject subject = STAGE.subject("no-right").create();

    // The first passes may still see the Deployment appear; from then on nothing changes.
    await().atMost(Subject.SOON).until(() -> refused(writes) >= 8);
    subject.awaitStatus(
        "the missing right",
        s -> {
          var reconciling = Subject.condition(s, "Reconciling");
          return reconciling != null
              && "ProgressingWithRetry".equals(reconciling.getReason())
              && reconciling.getMessage().contains("services")
              && reconciling.getMessage().contains("forbidden");
        });
    String version = subject.get().getMetadata().getResourceVersion();
    long tried = refused(writes);
    await().atMost(Subject.SOON).until(() -> refused(writes) >= tried + 4);
    assertThat(subject.get().getMetadata().getResourceVersion()).isEqualTo(version);
    assertThat(subject.status().getReconciliationStatus().getSuccess()).isFalse();

    STAGE.grant(STAGE.role(STAGE.namespace()));
    subject.comesUp();
  }

  private static long refused(Writes writes) {
    return writes.seen().stream().filter(w -> w.endsWith(" 403")).count();
  }

  private static Deployment deployment(String name, String... labels) {
    Map<String, String> all =
        labels.length == 2
            ? Map.of(labels[0], labels[1])
            : Map.of(labels[0], labels[1], labels[2], labels[3]);
    return new DeploymentBuilder()
        .withNewMetadata()
        .withNamespace(STAGE.namespace())
        .withName(name)
        .withLabels(all)
        .endMetadata()
        .withNewSpec()
        .withNewSelector()
        .withMatchLabels(Map.of("app", "theirs"))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(Map.of("app", "theirs"))
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("web")
        .withImage("nginx")
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }
}
