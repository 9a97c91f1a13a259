package dev.flinkoperator.jar;

import dev.flinkoperator.flinkrest.FlinkRestException;
import dev.flinkoperator.flinkrest.Outcome;
import dev.flinkoperator.jar.JarException.Trouble;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes whatever went wrong into the one exception. */
final class Troubles {
  private static final Logger LOG = LoggerFactory.getLogger(Troubles.class);

  /** What stands in front of Flink, or a Flink that looks for a leader, may answer this. */
  private static final Set<Integer> NO_REFUSAL = Set.of(408, 425, 429, 502, 503, 504);

  private static final Set<Outcome> NOT_SENT =
      Set.of(Outcome.NOT_CONNECTED, Outcome.BAD_ADDRESS, Outcome.TLS);

  private Troubles() {}

  /** Before the run was asked for. */
  static JarException beforeTheRun(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    if (failure instanceof JarException known) {
      return known;
    }
    if (failure instanceof FlinkRestException rest) {
      return JarException.notNow(rest.getMessage());
    }
    if (failure instanceof RejectedExecutionException || failure instanceof CancellationException) {
      return JarException.notNow("The operator is stopping.");
    }
    if (failure instanceof IllegalArgumentException) {
      return JarException.wrong(String.valueOf(failure.getMessage()));
    }
    LOG.warn("A jar could not be placed", failure);
    return JarException.notNow("Unexpected: " + failure.getClass().getSimpleName());
  }

  /** Of the run itself. */
  static JarException ofTheRun(Throwable thrown) {
    Throwable failure = unwrapped(thrown);
    if (!(failure instanceof FlinkRestException rest)) {
      return beforeTheRun(failure);
    }
    if (NOT_SENT.contains(rest.outcome())) {
      return JarException.notNow(rest.getMessage());
    }
    boolean refused =
        rest.outcome() == Outcome.HTTP_STATUS && !NO_REFUSAL.contains(rest.httpStatus());
    return refused
        ? new JarException(Trouble.REFUSED, rest.reason())
        : new JarException(Trouble.UNANSWERED, rest.getMessage());
  }

  private static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof CompletionException && thrown.getCause() != null
        ? thrown.getCause()
        : thrown;
  }
}
