package dev.flinkoperator.plan;

/**
 * A launch is due, and what it is to start from cannot be told yet. Thrown where launches are made,
 * so that no way to one can forget to ask.
 */
final class StartUnresolved extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Health health;

  StartUnresolved(Health health) {
    super(health.message());
    this.health = health;
  }

  Health health() {
    return health;
  }
}
