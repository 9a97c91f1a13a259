package dev.flinkoperator.controller;

import dev.flinkoperator.act.NameTakenException;
import dev.flinkoperator.plan.Health;
import dev.flinkoperator.plan.Reason;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.jspecify.annotations.Nullable;

/** Reads an error of the API server: who can end it, and what to tell the user. */
final class Refusal {

  private static final int UNPROCESSABLE = 422;

  private Refusal() {}

  /** Somebody else was faster; the next pass sees it. Not worth a word. */
  static boolean isConflict(Throwable error) {
    KubernetesClientException refusal = refusal(error);
    return refusal != null && refusal.getCode() == HttpURLConnection.HTTP_CONFLICT;
  }

  static Health health(Throwable error) {
    NameTakenException taken = cause(error, NameTakenException.class);
    if (taken != null) {
      return Health.stalled(Reason.NameTaken, String.valueOf(taken.getMessage()));
    }
    KubernetesClientException refusal = refusal(error);
    if (refusal == null) {
      return Health.progressing(
          Reason.ProgressingWithRetry,
          "The operator could not finish its work ("
              + error.getClass().getSimpleName()
              + "); it tries again. Its log says more");
    }
    String message =
        refusal.getStatus() == null || refusal.getStatus().getMessage() == null
            ? "the API server did not answer"
            : refusal.getStatus().getMessage();
    if (refusal.getCode() == UNPROCESSABLE
        || refusal.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
      return Health.stalled(
          Reason.RejectedByKubernetes, "Kubernetes rejects what the spec asks for: " + message);
    }
    if (message.contains("exceeded quota")) {
      return Health.progressing(Reason.QuotaExceeded, message);
    }
    return Health.progressing(Reason.ProgressingWithRetry, "Kubernetes says: " + message);
  }

  private static @Nullable KubernetesClientException refusal(Throwable error) {
    return cause(error, KubernetesClientException.class);
  }

  private static <T extends Throwable> @Nullable T cause(Throwable error, Class<T> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }
}
