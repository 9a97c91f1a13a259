package dev.flinkoperator.act;

import dev.flinkoperator.model.v1beta1.FlinkStateSnapshot;
import dev.flinkoperator.plan.Notice;
import dev.flinkoperator.plan.Step;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.function.BiConsumer;

/**
 * Makes and deletes the FlinkStateSnapshots that stand for what was taken. What the API server
 * refuses is told and left: no job waits for the permission to keep a record.
 */
final class SnapshotObjectStore {

  private static final int TOO_MANY_REQUESTS = 429;

  private final KubernetesClient client;
  private final BiConsumer<HasMetadata, Notice> told;

  SnapshotObjectStore(KubernetesClient client, BiConsumer<HasMetadata, Notice> told) {
    this.client = client;
    this.told = told;
  }

  /**
   * One of the same name is there if a pass is repeated: it stands for the same path.
   *
   * @param job the resource it is taken of
   * @throws KubernetesClientException if the API server does not answer, or fails
   */
  void record(Step.RecordSnapshot step, HasMetadata job) {
    FlinkStateSnapshot record = SnapshotObject.of(step, job);
    try {
      client.resource(record).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        told.accept(job, Notice.refused(step, refusal(e)));
        return;
      }
      FlinkStateSnapshot there = client.resource(record).get();
      if (there != null && !SnapshotObject.same(record, there)) {
        told.accept(job, Notice.refused(step, "another one of that name is there"));
      }
    }
  }

  /**
   * @throws KubernetesClientException if the API server does not answer, or fails
   */
  void forget(Step.ForgetSnapshot step, HasMetadata job) {
    try {
      client
          .resources(FlinkStateSnapshot.class)
          .inNamespace(job.getMetadata().getNamespace())
          .withName(step.name())
          .delete();
    } catch (KubernetesClientException e) {
      told.accept(job, Notice.refused(step, refusal(e)));
    }
  }

  private static String refusal(KubernetesClientException e) {
    boolean refused =
        e.getCode() >= HttpURLConnection.HTTP_BAD_REQUEST
            && e.getCode() < HttpURLConnection.HTTP_INTERNAL_ERROR
            && e.getCode() != TOO_MANY_REQUESTS;
    if (!refused) {
      throw e;
    }
    return String.valueOf(e.getMessage());
  }
}
