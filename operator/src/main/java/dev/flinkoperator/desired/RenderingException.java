package dev.flinkoperator.desired;

/**
 * A resource that cannot be turned into objects. The message is for the user: it names the field or
 * option and says what to do. It carries no cause on purpose, so that no stack trace can reach a
 * status.
 */
public final class RenderingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RenderingException(String message) {
    super(message);
  }
}
