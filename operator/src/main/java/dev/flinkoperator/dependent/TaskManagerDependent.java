package dev.flinkoperator.dependent;

import dev.flinkoperator.act.NameTakenException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.TaskManagerDeploymentRenderer;
import dev.flinkoperator.model.v1beta1.FlinkDeployment;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TaskManagers in standalone mode. They belong to the JobManager Deployment of their cluster:
 * whatever ends that one ends them with it, and is over only when they are gone.
 */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    createResourceOnlyIfNotExistingWithSSA = true)
public final class TaskManagerDependent
    extends CRUDKubernetesDependentResource<Deployment, FlinkDeployment> {

  private static final String APP = "app";

  @Override
  protected Deployment desired(FlinkDeployment primary, Context<FlinkDeployment> context) {
    Deployment desired = PlanInContext.copy(PlanInContext.objects(context).taskManager(), context);
    desired.addOwnerReference(jobManager(primary, desired, context));
    return desired;
  }

  @Override
  public Deployment create(
      Deployment desired, FlinkDeployment primary, Context<FlinkDeployment> context) {
    try {
      return super.create(desired, primary, context);
    } catch (KubernetesClientException e) {
      Deployment live = context.getClient().resource(desired).get();
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT || live == null) {
        throw e;
      }
      boolean ours =
          live.getMetadata().getAnnotations().containsKey(Revision.ANNOTATION)
              && primary.getMetadata().getName().equals(live.getMetadata().getLabels().get(APP));
      if (!ours) {
        throw new NameTakenException(desired.getKind(), desired.getMetadata().getName());
      }
      if (!ownerOf(live).equals(ownerOf(desired))) {
        throw e; // of a former cluster: it is on its way out
      }
      desired.getMetadata().setResourceVersion(null);
      return super.update(live, desired, primary, context);
    }
  }

  private static Set<String> ownerOf(Deployment deployment) {
    return deployment.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .collect(Collectors.toSet());
  }

  @Override
  protected boolean addOwnerReference() {
    return false;
  }

  @Override
  protected ResourceID targetSecondaryResourceID(
      FlinkDeployment primary, Context<FlinkDeployment> context) {
    return PlanInContext.named(
        TaskManagerDeploymentRenderer.name(primary.getMetadata().getName()), primary);
  }

  /** Of the same launch: TaskManagers are never made for a cluster that is on its way out. */
  private static OwnerReference jobManager(
      FlinkDeployment primary, Deployment desired, Context<FlinkDeployment> context) {
    String name = primary.getMetadata().getName();
    String launch = desired.getMetadata().getAnnotations().get(Revision.ANNOTATION);
    return context
        .getSecondaryResourcesAsStream(Deployment.class)
        .filter(deployment -> deployment.getMetadata().getName().equals(name))
        .filter(deployment -> deployment.getMetadata().getDeletionTimestamp() == null)
        .filter(
            deployment ->
                Objects.equals(
                    launch, deployment.getMetadata().getAnnotations().get(Revision.ANNOTATION)))
        .findFirst()
        .map(
            deployment ->
                new OwnerReferenceBuilder()
                    .withApiVersion("apps/v1")
                    .withKind("Deployment")
                    .withName(name)
                    .withUid(deployment.getMetadata().getUid())
                    .withController(true)
                    .withBlockOwnerDeletion(true)
                    .build())
        .orElseThrow(
            () ->
                new KubernetesClientException(
                    "The JobManager Deployment is not seen yet, or no more",
                    HttpURLConnection.HTTP_CONFLICT,
                    null));
  }
}
