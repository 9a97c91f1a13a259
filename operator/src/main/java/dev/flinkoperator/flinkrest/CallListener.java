package dev.flinkoperator.flinkrest;

/** Hears of every call once, when it has ended; metrics hang here. */
@FunctionalInterface
public interface CallListener {
  /** For those who do not count. */
  CallListener NONE = (endpoint, outcome, nanos) -> {};

  /**
   * Called on a thread of the client: must be quick. What it throws is ignored.
   *
   * @param endpoint {@link Endpoint#name()}
   * @param nanos from sending to the end, without the wait for a free place among the calls in
   *     flight
   */
  void ended(String endpoint, Outcome outcome, long nanos);
}
