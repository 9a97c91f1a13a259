package dev.flinkoperator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.testing.ApiServer;
import dev.flinkoperator.testing.GarbageCollector;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who acts when there are several operator processes, and how one of them ends. */
@ExtendWith(ApiServer.class)
class LeadershipIT {

  /** The lease lasts longer than any test: who gets it before its end got it by its release. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "kubernetes.operator.leader-election.lease-duration", "1 h",
          "kubernetes.operator.leader-election.renew-deadline", "60 s",
          "kubernetes.operator.leader-election.retry-period", "500 ms",
          "kubernetes.operator.health.probe.port", "0",
          "kubernetes.operator.metrics.port", "0");

  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

  private static final String LEADS = "Holding the lease";

  @RegisterExtension static final BeforeAllCallback CRD = GarbageCollector::ensure;

  private final ApiServer.Running cluster;

  LeadershipIT(ApiServer.Running cluster) {
    this.cluster = cluster;
  }

  @Test
  void a_leader_told_to_end_gives_the_lease_back_and_the_next_one_leads_without_waiting_for_it() {
    String namespace = namespace("handed-over");
    try (ForkedOperator first = start(namespace, "first")) {
      first.awaitLogged(LEADS);
      try (ForkedOperator second = start(namespace, "second")) {
        second.awaitLogged("as second");
        assertThat(holder(namespace)).isEqualTo("first");

        first.isToldToEnd();

        assertThat(first.awaitEnd()).isEqualTo(128 + 15);
        assertThat(first.log()).contains("Stopped").doesNotContain("The lease was lost");
        second.awaitLogged(LEADS);
        assertThat(holder(namespace)).isEqualTo("second");
      }
    }
  }

  @Test
  void a_leader_whose_lease_is_taken_ends_at_once_and_leaves_the_lease_to_its_holder() {
    String namespace = namespace("taken");
    try (ForkedOperator first = start(namespace, "first")) {
      first.awaitLogged(LEADS);

      // A merge patch names no resource version: the renewals of the first cannot refuse it.
      lease(namespace)
          .patch(
              PatchContext.of(PatchType.JSON_MERGE),
              "{\"spec\": {\"holderIdentity\": \"other\", \"renewTime\": \"%s\"}}"
                  .formatted(MICROSECONDS.format(ZonedDateTime.now(ZoneOffset.UTC))));

      assertThat(first.awaitEnd()).isEqualTo(1);
      assertThat(first.log()).contains("The lease was lost").doesNotContain("Stopped");
      assertThat(holder(namespace)).isEqualTo("other");
    }
  }

  @Test
  void one_that_waits_for_the_lease_ends_when_told_to_and_leaves_it_to_its_holder() {
    String namespace = namespace("waits");
    try (ForkedOperator first = start(namespace, "first")) {
      first.awaitLogged(LEADS);
      try (ForkedOperator second = start(namespace, "second")) {
        second.awaitLogged("as second");

        second.isToldToEnd();

        assertThat(second.awaitEnd()).isEqualTo(128 + 15);
        assertThat(second.log()).doesNotContain(LEADS);
        assertThat(holder(namespace)).isEqualTo("first");
      }
    }
  }

  private ForkedOperator start(String namespace, String name) {
    Map<String, String> settings = new HashMap<>(SETTINGS);
    settings.put("kubernetes.operator.watched.namespaces", namespace);
    return ForkedOperator.start(cluster, namespace, name, settings);
  }

  private String holder(String namespace) {
    return lease(namespace).get().getSpec().getHolderIdentity();
  }

  private Resource<Lease> lease(String namespace) {
    return cluster.client().leases().inNamespace(namespace).withName("flink-operator");
  }

  private String namespace(String suffix) {
    String name = "leadership-" + suffix;
    cluster
        .client()
        .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
        .create();
    return name;
  }
}
