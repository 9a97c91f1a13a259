package dev.flinkoperator.jar;

import java.util.Objects;

/**
 * A jar that did not get where it should, or a run that Flink did not take. The message is one line
 * of at most {@value #MAX_MESSAGE} characters without stack trace and credentials: it may go to a
 * status or an event as it is.
 */
public final class JarException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  static final int MAX_MESSAGE = 400;

  private final Trouble trouble;

  /** What to do about it. */
  public enum Trouble {
    /** It needs an edit of the spec, of the jar, or of the operator's settings. */
    WRONG,
    /** Nothing was started; later it may work. */
    NOT_NOW,
    /**
     * Flink refused the run. The main method may have submitted the job before it failed, and a job
     * that failed while it was initialized stays in Flink's list under its id: look there first.
     */
    REFUSED,
    /** The run was asked for and not answered: the job may appear at any time. */
    UNANSWERED
  }

  JarException(Trouble trouble, String message) {
    // Where it was thrown says nothing: always a thread of the machinery.
    super(Shown.line(message, MAX_MESSAGE), null, false, false);
    this.trouble = trouble;
  }

  static JarException wrong(String message) {
    return new JarException(Trouble.WRONG, message);
  }

  static JarException notNow(String message) {
    return new JarException(Trouble.NOT_NOW, message);
  }

  public Trouble trouble() {
    return trouble;
  }

  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
