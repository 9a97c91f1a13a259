package dev.flinkoperator.observe;

import dev.flinkoperator.observe.view.PodTrouble;
import dev.flinkoperator.observe.view.PodView;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a pod: does it run, and if not, in whose hands is that? */
public final class PodViews {

  private static final Set<String> CANNOT_START =
      Set.of(
          "CrashLoopBackOff",
          "ImagePullBackOff",
          "ErrImagePull",
          "ErrImageNeverPull",
          "InvalidImageName",
          "RunContainerError",
          "CreateContainerError",
          "CreateContainerConfigError");

  /** Longest message taken over: some runtimes send whole command lines. */
  private static final int MESSAGE_LIMIT = 500;

  private PodViews() {}

  public static PodView of(Pod pod) {
    PodStatus status = pod.getStatus();
    String phase = status == null ? null : status.getPhase();
    return new PodView(
        pod.getMetadata().getName(),
        Labels.JOB_MANAGER.equals(pod.getMetadata().getLabels().get(Labels.COMPONENT)),
        pod.getMetadata().getDeletionTimestamp() != null,
        "Succeeded".equals(phase) || "Failed".equals(phase),
        status == null ? null : trouble(status));
  }

  private static @Nullable PodTrouble trouble(PodStatus status) {
    PodTrouble unschedulable =
        status.getConditions().stream()
            .filter(c -> "PodScheduled".equals(c.getType()) && "False".equals(c.getStatus()))
            .map(
                c ->
                    new PodTrouble(
                        PodTrouble.Kind.UNSCHEDULABLE, "Unschedulable", shortened(c.getMessage())))
            .findFirst()
            .orElse(null);
    return unschedulable != null
        ? unschedulable
        : Stream.concat(
                status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
            .filter(container -> waitsInVain(container) || keepsEnding(container))
            .map(PodViews::trouble)
            .findFirst()
            .orElse(null);
  }

  private static boolean waitsInVain(ContainerStatus container) {
    return container.getState() != null
        && container.getState().getWaiting() != null
        && CANNOT_START.contains(container.getState().getWaiting().getReason());
  }

  /** Between two crashes a container runs for a while; that is no recovery. */
  private static boolean keepsEnding(ContainerStatus container) {
    return !Boolean.TRUE.equals(container.getReady())
        && container.getRestartCount() != null
        && container.getRestartCount() >= 2
        && container.getLastState() != null
        && container.getLastState().getTerminated() != null;
  }

  private static String pullError(String message) {
    int cause = message.lastIndexOf("ErrImagePull: ");
    return cause < 0 ? message : message.substring(cause + "ErrImagePull: ".length());
  }

  private static PodTrouble trouble(ContainerStatus container) {
    ContainerStateWaiting waiting =
        container.getState() == null ? null : container.getState().getWaiting();
    String reason = waiting == null ? "CrashLoopBackOff" : waiting.getReason();
    String message = waiting == null || waiting.getMessage() == null ? "" : waiting.getMessage();
    if (reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff")) {
      // The kubelet alternates between the two; the cause they give is the same.
      reason = "ImagePullBackOff";
      message = "image " + container.getImage() + ": " + pullError(message);
    }
    ContainerStateTerminated last =
        container.getLastState() == null ? null : container.getLastState().getTerminated();
    if (last != null) {
      // The kubelet's own message only counts seconds of back-off; the end of the last try says
      // more.
      message =
          "container "
              + container.getName()
              + " ended with exit code "
              + last.getExitCode()
              + (last.getReason() == null ? "" : " (" + last.getReason() + ")")
              + "; see kubectl logs --previous";
    }
    return new PodTrouble(PodTrouble.Kind.CANNOT_START, reason, shortened(message));
  }

  private static String shortened(@Nullable String message) {
    String text = message == null ? "" : message;
    return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT) + "…";
  }
}
