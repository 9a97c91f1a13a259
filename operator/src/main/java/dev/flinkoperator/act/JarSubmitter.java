package dev.flinkoperator.act;

import dev.flinkoperator.flinkrest.JobStart;
import dev.flinkoperator.jar.JarException;
import dev.flinkoperator.jar.JarRequest;
import dev.flinkoperator.jar.SessionJars;
import dev.flinkoperator.observe.view.SubmissionView.State;
import dev.flinkoperator.plan.Step;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Submits by way of the jars of session jobs. */
public final class JarSubmitter implements JobSubmitter {

  private final SessionJars jars;

  public JarSubmitter(SessionJars jars) {
    this.jars = jars;
  }

  @Override
  public CompletableFuture<?> submit(Step.SubmitJob step) {
    JobStart start;
    try {
      start =
          new JobStart(
              step.flinkVersion(),
              step.submission().jobId(),
              step.entryClass(),
              step.args(),
              step.parallelism(),
              step.savepointPath(),
              step.allowNonRestoredState(),
              null,
              step.configuration());
    } catch (IllegalArgumentException e) {
      return CompletableFuture.failedFuture(
          new SubmissionException(State.WRONG, String.valueOf(e.getMessage())));
    }
    JarRequest jar =
        new JarRequest(step.jarUri(), step.entryClass(), JarRequest.headers(step.headers()));
    return jars.submit(step.address(), jar, start)
        .handle(
            (done, failure) -> {
              if (failure != null) {
                throw told(failure);
              }
              return done;
            });
  }

  private static RuntimeException told(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause instanceof JarException known
        ? new SubmissionException(state(known), String.valueOf(known.getMessage()))
        : new SubmissionException(State.UNANSWERED, String.valueOf(cause.getMessage()));
  }

  private static State state(JarException failure) {
    return switch (failure.trouble()) {
      case WRONG -> State.WRONG;
      case NOT_NOW -> State.NOT_NOW;
      case REFUSED -> State.REFUSED;
      case UNANSWERED -> State.UNANSWERED;
    };
  }
}
