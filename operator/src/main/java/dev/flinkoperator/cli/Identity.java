package dev.flinkoperator.cli;

import java.util.UUID;

/**
 * Who this process is.
 *
 * @param name of the pod; holder of the lease. A container restarted in the same pod is the same
 *     holder and need not wait for the lease to run out
 * @param namespace of the lease
 */
record Identity(String name, String namespace) {

  static Identity ofProcess(String leaseNamespace) {
    return new Identity(
        environment("HOSTNAME", "flink-operator-" + UUID.randomUUID()),
        leaseNamespace.isBlank()
            ? environment("POD_NAMESPACE", environment("OPERATOR_NAMESPACE", "flink-operator"))
            : leaseNamespace);
  }

  private static String environment(String name, String otherwise) {
    String value = System.getenv(name);
    return value == null || value.isBlank() ? otherwise : value;
  }
}
