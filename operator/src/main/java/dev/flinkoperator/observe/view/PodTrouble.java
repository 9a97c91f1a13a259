package dev.flinkoperator.observe.view;

/**
 * Why a pod does not run.
 *
 * @param kind what kind of trouble: who can end it
 * @param reason Kubernetes' own CamelCase word, such as ImagePullBackOff
 * @param message what Kubernetes says of it, bounded
 */
public record PodTrouble(Kind kind, String reason, String message) {

  public enum Kind {
    /** The pod waits for room; it starts by itself once there is some. */
    UNSCHEDULABLE,
    /** A container cannot be made or keeps ending; only an edit helps. */
    CANNOT_START
  }
}
