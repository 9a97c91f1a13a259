package dev.flinkoperator.cost;

/**
 * A kind of request to the API server.
 *
 * @param verb as in RBAC
 * @param resource plural name with the subresource behind a slash, for example {@code
 *     flinkdeployments/status}; a path where there is no resource
 */
record Request(String verb, String resource) implements Comparable<Request> {
  boolean ofLease() {
    return resource.equals("leases");
  }

  boolean isWrite() {
    return switch (verb) {
      case "create", "update", "patch", "delete", "deletecollection" -> true;
      default -> false;
    };
  }

  boolean isStatusWrite() {
    return isWrite() && resource.equals("flinkdeployments/status");
  }

  @Override
  public int compareTo(Request other) {
    var byResource = resource.compareTo(other.resource);
    return byResource != 0 ? byResource : verb.compareTo(other.verb);
  }

  @Override
  public String toString() {
    return verb + " " + resource;
  }
}
