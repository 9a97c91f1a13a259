package dev.flinkoperator.act;

import dev.flinkoperator.observe.view.SubmissionView;

/** A job was not submitted, or nobody knows. The message is one line without secrets. */
public final class SubmissionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final SubmissionView.State state;

  /**
   * @param state one that is a failure
   */
  public SubmissionException(SubmissionView.State state, String message) {
    super(message, null, false, false);
    this.state = state;
  }

  public SubmissionView.State state() {
    return state;
  }
}
