package dev.flinkoperator.act;

import dev.flinkoperator.observe.KnownKinds;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a savepoint of the history disposed of, unless another resource needs it. */
final class GuardedDisposal {

  private static final Logger LOG = LoggerFactory.getLogger(GuardedDisposal.class);

  private final RestorePointUsers users;
  private final FlinkOperations operations;

  GuardedDisposal(KubernetesClient client, KnownKinds kinds, FlinkOperations operations) {
    this.users = new RestorePointUsers(client, kinds);
    this.operations = operations;
  }

  /** Nothing else waits for it: where the API server does not tell, the savepoint stays for now. */
  void run(HasMetadata owner, Step.DisposeSavepoint step) {
    ResourceID id = ResourceID.fromResource(owner);
    String needed;
    try {
      needed = users.reasonToKeep(owner, step.path());
    } catch (KubernetesClientException e) {
      needed = "whoever needs it could not be looked up: " + e.getMessage();
    }
    if (needed == null) {
      operations.dispose(id, step);
      return;
    }
    LOG.atInfo()
        .addKeyValue("namespace", owner.getMetadata().getNamespace())
        .addKeyValue("name", owner.getMetadata().getName())
        .log("Savepoint {} of the history stays: {}", step.path(), needed);
    operations.spare(id, step, needed);
  }
}
