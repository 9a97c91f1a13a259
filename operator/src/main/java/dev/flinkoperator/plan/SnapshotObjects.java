package dev.flinkoperator.plan;

import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.RenderingException;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.observe.view.Observation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a user asks for it, has each savepoint and checkpoint that was taken stand in a
 * FlinkStateSnapshot too, for as long as it is in the history. The status is what counts; the
 * objects follow it, and are made before it is written: what is made twice has the same name.
 */
final class SnapshotObjects {

  static final String ENABLED = "kubernetes.operator.snapshot.resource.enabled";

  /** Without effect where no objects are made: there the history is disposed of by Flink. */
  static final String DISPOSE = "kubernetes.operator.savepoint.dispose-on-delete";

  private SnapshotObjects() {}

  static boolean wanted(EffectiveConfiguration configuration) {
    return configuration.isTrue(ENABLED, false);
  }

  /**
   * @param kind of the job's resource
   */
  static Plan along(Plan plan, Observation seen, PlanSettings settings, String kind) {
    StateRecord record = plan.state();
    if (record == null) {
      return plan;
    }
    SnapshotHistory before = new Recorded(seen.resource()).state().history();
    SnapshotHistory after = record.history();
    EffectiveConfiguration options = before.equals(after) ? null : options(seen, settings);
    if (options == null || !wanted(options)) {
      return plan;
    }
    String owner = seen.resource().getMetadata().getName();
    boolean dispose = options.isTrue(DISPOSE, false);
    List<Step> steps = new ArrayList<>();
    after.savepoints().stream()
        .filter(taken -> !before.savepoints().contains(taken))
        .map(taken -> new Step.RecordSnapshot(name(owner, taken, true), kind, taken, true, dispose))
        .forEach(steps::add);
    newCheckpoint(before, after)
        .map(taken -> new Step.RecordSnapshot(name(owner, taken, false), kind, taken, false, false))
        .forEach(steps::add);
    before.savepoints().stream()
        .filter(taken -> !after.savepoints().contains(taken) && taken.ours())
        .map(taken -> new Step.ForgetSnapshot(name(owner, taken, true)))
        .forEach(steps::add);
    newCheckpoint(after, before)
        .filter(Taken::ours)
        .map(taken -> new Step.ForgetSnapshot(name(owner, taken, false)))
        .forEach(steps::add);
    return steps.isEmpty() ? plan : plan.beginningWith(steps);
  }

  /** As what runs has them, where the present spec cannot be read; null: nothing runs. */
  private static @Nullable EffectiveConfiguration options(Observation seen, PlanSettings settings) {
    try {
      return EffectiveConfiguration.of(settings.flinkDefaults(), seen.resource());
    } catch (RenderingException e) {
      Revision inForce = seen.inForce();
      return inForce == null ? null : new EffectiveConfiguration(inForce.configuration());
    }
  }

  /** A checkpoint of which nobody knows where it is needs no object: nothing can start from it. */
  private static Stream<Taken> newCheckpoint(SnapshotHistory before, SnapshotHistory after) {
    return Optional.ofNullable(after.lastCheckpoint()).stream()
        .filter(taken -> taken.path() != null && !taken.equals(before.lastCheckpoint()));
  }

  /** The same for the same snapshot, whenever it is heard of. */
  private static String name(String owner, Taken taken, boolean savepoint) {
    byte[] path = String.valueOf(taken.path()).getBytes(StandardCharsets.UTF_8);
    return owner
        + (savepoint ? "-savepoint-" : "-checkpoint-")
        + taken.trigger().name().toLowerCase(Locale.ROOT)
        + "-"
        + UUID.nameUUIDFromBytes(path).toString().substring(0, 8);
  }
}
