package dev.flinkoperator.desired;

import java.util.Map;
import java.util.SortedMap;

/**
 * A few options the operator sets have been renamed. Old releases get the old name too, as their
 * JobManager starts TaskManagers by it; for the others a leftover old name is dropped, since the
 * new one wins anyway and Flink 2 takes them for contradicting.
 */
final class OldOptionNames {
  private static final Map<String, String> NEW_TO_OLD =
      Map.of(
          "kubernetes.container.image.ref", "kubernetes.container.image",
          "kubernetes.jobmanager.cpu.amount", "kubernetes.jobmanager.cpu",
          "kubernetes.taskmanager.cpu.amount", "kubernetes.taskmanager.cpu");

  private OldOptionNames() {}

  static void apply(SortedMap<String, String> options, FlinkVersion version) {
    NEW_TO_OLD.forEach(
        (newName, oldName) -> {
          String value = options.get(newName);
          if (value == null) {
            return;
          }
          if (version.isBefore(1, 18)) {
            options.put(oldName, value);
          } else {
            options.remove(oldName);
          }
        });
  }
}
