package dev.flinkoperator.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else who writes into the operator's children: edits a field, takes it over, takes it
 * away, shares it, adds one of their own. The last is theirs: nobody may touch it.
 */
final class Meddler {

  private static final String EDITOR = "kubectl-edit";
  private static final String APPLIER = "somebody";
  private static final String NOTE = "note";

  private final World world;
  private final Dice dice;
  private @Nullable String note;

  Meddler(World world) {
    this.world = world;
    this.dice = world.dice().split();
  }

  void begin() {
    if (world.climate().meddler() > 0) {
      world.api().configs.watch(this::look);
      later();
    }
  }

  private void later() {
    long mean = world.climate().meddler();
    if (mean > 0) {
      world.timeline().after(dice.millis(mean / 10, mean * 2), this::act);
    }
  }

  private void act() {
    OwnedFields config = world.api().configs.get(SimApi.CONFIG);
    if (config != null && world.climate().meddler() > 0) {
      meddle(config);
    }
    later();
  }

  private void meddle(OwnedFields config) {
    switch (dice.below(5)) {
      case 0 -> update(config, Launched.HARMLESS, "DEBUG");
      case 1 -> update(config, Launched.HARMLESS, null);
      case 2 -> apply(Launched.HARMLESS, "TRACE");
      case 3 -> apply("image", String.valueOf(config.values().get("image")));
      default -> {
        note = "number " + dice.below(1_000);
        update(config, NOTE, note);
      }
    }
  }

  private void update(OwnedFields config, String field, @Nullable String value) {
    world.story().tell("somebody", "sets %s of the ConfigMap to %s", field, String.valueOf(value));
    world.api().configs.put(SimApi.CONFIG, config.updated(EDITOR, field, value));
  }

  private void apply(String field, String value) {
    world.story().tell("somebody", "applies %s of the ConfigMap as %s", field, value);
    world.api().applyConfig(APPLIER, Map.of(field, value), true);
  }

  /** I6: what belongs to somebody else is not touched. */
  private void look() {
    OwnedFields config = world.api().configs.get(SimApi.CONFIG);
    if (config == null) {
      note = null;
    } else if (note != null && !note.equals(config.values().get(NOTE))) {
      throw new Violation("I6", "somebody's own field is touched: " + config);
    }
  }
}
