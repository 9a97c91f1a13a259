package dev.flinkoperator.flinkrest;

/** An answer lacks what the endpoint promises; the message says which field. */
public final class UnexpectedAnswerException extends Exception {
  private static final long serialVersionUID = 1L;

  UnexpectedAnswerException(String message) {
    super(message);
  }
}
