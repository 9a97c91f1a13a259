package dev.flinkoperator.cli;

import dev.flinkoperator.config.OperatorConfig;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;

/** Gives the lease back on a graceful stop, so that the next leader need not wait for its end. */
final class LeaseRelease {

  private LeaseRelease() {}

  static void release(KubernetesClient client, OperatorConfig config, Identity identity) {
    if (!config.leaderElection().enabled()) {
      return;
    }
    Resource<Lease> resource =
        client
            .leases()
            .inNamespace(identity.namespace())
            .withName(config.leaderElection().leaseName());
    Lease lease = resource.get();
    if (lease == null || !identity.name().equals(lease.getSpec().getHolderIdentity())) {
      return;
    }
    lease.getSpec().setHolderIdentity("");
    lease.getSpec().setLeaseDurationSeconds(1);
    // Bound to the resource version: if somebody else took it meanwhile, it stays theirs.
    client.resource(lease).lockResourceVersion(lease.getMetadata().getResourceVersion()).update();
  }
}
