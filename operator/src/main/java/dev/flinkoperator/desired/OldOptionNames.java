package dev.flinkoperator.desired;

import java.util.List;
import java.util.SortedMap;

/**
 * Some options have been renamed. A release from before the renaming gets the old name, as it does
 * not know the other and would run without the option: without high availability, say, that the
 * operator believes in. Later releases get the new one, which wins there anyway; Flink 2 cannot
 * even read an old one that has become the name of a section.
 */
final class OldOptionNames {
  private static final List<Renamed> OPTIONS =
      List.of(
          new Renamed("kubernetes.container.image.ref", "kubernetes.container.image", 1, 17),
          new Renamed("kubernetes.jobmanager.cpu.amount", "kubernetes.jobmanager.cpu", 1, 17),
          new Renamed("kubernetes.taskmanager.cpu.amount", "kubernetes.taskmanager.cpu", 1, 17),
          new Renamed("high-availability.type", "high-availability", 1, 17),
          new Renamed("state.backend.type", "state.backend", 1, 17),
          new Renamed("restart-strategy.type", "restart-strategy", 1, 17),
          new Renamed("env.java.opts.all", "env.java.opts", 1, 17),
          new Renamed("execution.checkpointing.dir", "state.checkpoints.dir", 1, 20),
          new Renamed("execution.checkpointing.savepoint-dir", "state.savepoints.dir", 1, 20),
          new Renamed(
              "execution.checkpointing.num-retained", "state.checkpoints.num-retained", 1, 20),
          new Renamed("execution.checkpointing.incremental", "state.backend.incremental", 1, 20),
          new Renamed("execution.checkpointing.storage", "state.checkpoint-storage", 1, 20));

  private static final String HIGH_AVAILABILITY = "high-availability";
  private static final String KUBERNETES_FACTORY =
      "org.apache.flink.kubernetes.highavailability.KubernetesHaServicesFactory";

  private OldOptionNames() {}

  static void apply(SortedMap<String, String> options, FlinkVersion version) {
    OPTIONS.forEach(option -> option.apply(options, version));
    // The short name is known from 1.16 on; before, it would be taken for a class.
    if (version.isBefore(1, 16)
        && "kubernetes".equalsIgnoreCase(options.getOrDefault(HIGH_AVAILABILITY, "").strip())) {
      options.put(HIGH_AVAILABILITY, KUBERNETES_FACTORY);
    }
  }

  private record Renamed(String name, String before, int major, int minor) {
    void apply(SortedMap<String, String> options, FlinkVersion version) {
      String value = options.get(name);
      if (value != null && version.isBefore(major, minor)) {
        options.remove(name);
        options.put(before, value);
      } else if (value != null) {
        options.remove(before);
      } else if (version.readsConfigYaml()
          && name.startsWith(before + ".")
          && options.containsKey(before)) {
        options.put(name, options.remove(before));
      }
    }
  }
}
