package dev.flinkoperator.dependent;

import dev.flinkoperator.act.NameTakenException;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Creates a child only where no object of its name is. Watches select by label, so one that is
 * there may be unseen: ours with its labels taken off, which gets them back, or somebody else's,
 * which is never touched.
 */
final class Adoption {

  private Adoption() {}

  static <T extends HasMetadata> T createOrAdopt(
      Supplier<T> create,
      UnaryOperator<T> update,
      T desired,
      FlinkDeployment primary,
      Context<FlinkDeployment> context) {
    try {
      return create.get();
    } catch (KubernetesClientException e) {
      T live = ownLive(e, desired, primary, context);
      desired.getMetadata().setResourceVersion(null);
      return update.apply(live);
    }
  }

  /** As above, but what is there is left to the next pass, even if it is ours. */
  static <T extends HasMetadata> T createOrRefuse(
      Supplier<T> create, T desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    try {
      return create.get();
    } catch (KubernetesClientException e) {
      ownLive(e, desired, primary, context);
      throw e;
    }
  }

  private static <T extends HasMetadata> T ownLive(
      KubernetesClientException refusal,
      T desired,
      FlinkDeployment primary,
      Context<FlinkDeployment> context) {
    if (refusal.getCode() != HttpURLConnection.HTTP_CONFLICT) {
      throw refusal;
    }
    T live = context.getClient().resource(desired).get();
    if (live == null) {
      throw refusal;
    }
    String uid = primary.getMetadata().getUid();
    if (live.getMetadata().getOwnerReferences().stream().noneMatch(o -> uid.equals(o.getUid()))) {
      throw new NameTakenException(desired.getKind(), desired.getMetadata().getName());
    }
    return live;
  }
}
