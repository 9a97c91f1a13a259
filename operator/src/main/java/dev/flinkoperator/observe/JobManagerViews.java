package dev.flinkoperator.observe;

import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.JobManagerView;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads a JobManager Deployment. */
public final class JobManagerViews {

  /** Annotation: when the Deployment was scaled down to be deleted next. */
  public static final String SCALED_DOWN = "flinkoperator.dev/scaled-down";

  private JobManagerViews() {}

  public static JobManagerView of(Deployment deployment) {
    var metadata = deployment.getMetadata();
    boolean available = available(deployment);
    boolean deleted = metadata.getDeletionTimestamp() != null;
    Instant scaledDown = scaledDown(deployment);
    return new JobManagerView(
        metadata.getUid(),
        revision(deployment),
        metadata.getOwnerReferences().stream()
            .map(OwnerReference::getUid)
            .collect(Collectors.toUnmodifiableSet()),
        deleted || scaledDown != null,
        deleted ? null : scaledDown,
        available,
        available ? null : unavailableSince(deployment),
        condition(deployment, "ReplicaFailure")
            .filter(c -> "True".equals(c.getStatus()))
            .map(DeploymentCondition::getMessage)
            .orElse(null),
        created(deployment),
        available || rolledOut(deployment));
  }

  /** The pod template carries the same mark, in case somebody took it off the Deployment. */
  private static @Nullable String revision(Deployment deployment) {
    String mark = deployment.getMetadata().getAnnotations().get(Revision.ANNOTATION);
    var template = deployment.getSpec().getTemplate().getMetadata();
    return mark != null || template == null
        ? mark
        : template.getAnnotations().get(Revision.ANNOTATION);
  }

  /** By us; what somebody else scales down is put right. */
  private static @Nullable Instant scaledDown(Deployment deployment) {
    String mark = deployment.getMetadata().getAnnotations().get(SCALED_DOWN);
    Integer replicas = deployment.getSpec().getReplicas();
    if (mark == null || replicas == null || replicas != 0) {
      return null;
    }
    try {
      return Instant.parse(mark);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH; // somebody has edited it: it has waited long enough
    }
  }

  /** A status that speaks of an older template says nothing of the present pods. */
  private static boolean available(Deployment deployment) {
    var status = deployment.getStatus();
    return status != null
        && status.getObservedGeneration() != null
        && status.getObservedGeneration() >= deployment.getMetadata().getGeneration()
        && status.getAvailableReplicas() != null
        && status.getAvailableReplicas() > 0;
  }

  private static @Nullable Instant unavailableSince(Deployment deployment) {
    return condition(deployment, "Available")
        .filter(c -> "False".equals(c.getStatus()))
        .map(DeploymentCondition::getLastTransitionTime)
        .map(Instant::parse)
        .orElse(null);
  }

  /** The Deployment's controller says so once, and leaves it so when the pods go down again. */
  private static boolean rolledOut(Deployment deployment) {
    return condition(deployment, "Progressing")
        .filter(c -> "NewReplicaSetAvailable".equals(c.getReason()))
        .isPresent();
  }

  private static Instant created(Deployment deployment) {
    return Instant.parse(deployment.getMetadata().getCreationTimestamp());
  }

  private static Optional<DeploymentCondition> condition(Deployment deployment, String type) {
    return deployment.getStatus() == null
        ? Optional.empty()
        : deployment.getStatus().getConditions().stream()
            .filter(c -> type.equals(c.getType()))
            .findFirst();
  }
}
