package dev.flinkoperator.cost;

/**
 * How soon a new operator process acts on an edit made while it starts.
 *
 * @param how the former process ended
 * @param actedSeconds from the start of the new process until the old JobManager is being deleted
 * @param readySeconds …until the resource is Ready again
 * @param requests to the API server until then, of which all but a few belong to the start
 */
record Restart(String how, double actedSeconds, double readySeconds, Requests requests) {
  /** Nobody may act before the lease of one who could not give it back has run out. */
  boolean waitsForLease() {
    return how.equals("killed, new pod");
  }
}
