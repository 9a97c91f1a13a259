package dev.flinkoperator.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Somebody else who writes into the operator's children: edits a field, takes it over, takes it
 * away, shares it, adds one of their own. The last is theirs: nobody may touch it.
 *
 * <p>They make no second JobManager: with two replicas it would be they who double the job.
 */
final class Meddler {

  private static final String EDITOR = "kubectl-edit";
  private static final String APPLIER = "somebody";
  private static final String NOTE = "note";

  private final World world;
  private final Dice dice;
  private @Nullable String note;
  private @Nullable String noteOnDeployment;
  private @Nullable String noted;

  Meddler(World world) {
    this.world = world;
    this.dice = world.dice().split();
  }

  void begin() {
    if (world.climate().meddler() > 0) {
      world.api().configs.watch(this::look);
      world.api().deployments.watch(this::lookAtDeployment);
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
    SimDeployment deployment = world.api().deployments.get(SimApi.NAME);
    SimTaskManagerDeployment taskManagers =
        world.api().taskManagers.get(SimTaskManagerDeployment.NAME);
    if (world.climate().meddler() > 0) {
      if (taskManagers != null && dice.chance(0.3)) {
        meddle(taskManagers);
      } else if (deployment != null && !deployment.beingDeleted() && dice.chance(0.5)) {
        meddle(deployment);
      } else if (config != null) {
        meddle(config);
      }
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

  private void meddle(SimDeployment deployment) {
    String replicas = dice.chance(0.7) ? "0" : "1";
    switch (dice.below(4)) {
      case 0 -> update(deployment, SimDeployment.REPLICAS, replicas);
      case 1 -> apply(deployment, SimDeployment.REPLICAS, replicas);
      case 2 -> apply(deployment, SimDeployment.REPLICAS, "1");
      default -> {
        noteOnDeployment = "number " + dice.below(1_000);
        noted = deployment.uid();
        update(deployment, NOTE, noteOnDeployment);
      }
    }
  }

  private void meddle(SimTaskManagerDeployment taskManagers) {
    String replicas = Integer.toString(dice.below(6));
    world.story().tell("somebody", "scales the TaskManagers to %s", replicas);
    Map<String, String> wanted = Map.of(SimTaskManagerDeployment.REPLICAS, replicas);
    OwnedFields fields = taskManagers.fields();
    OwnedFields next =
        dice.chance(0.5)
            ? fields.updated(EDITOR, SimTaskManagerDeployment.REPLICAS, replicas)
            : fields.applied(APPLIER, wanted, true);
    if (!next.equals(fields)) {
      world.kubernetes().taskManagers().changed(taskManagers.with(next));
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

  private void update(SimDeployment deployment, String field, String value) {
    world.story().tell("somebody", "sets %s of %s to %s", field, deployment.uid(), value);
    write(deployment, deployment.fields().updated(EDITOR, field, value));
  }

  private void apply(SimDeployment deployment, String field, String value) {
    world.story().tell("somebody", "applies %s of %s as %s", field, deployment.uid(), value);
    write(deployment, deployment.fields().applied(APPLIER, Map.of(field, value), true));
  }

  private void write(SimDeployment deployment, OwnedFields fields) {
    if (!fields.equals(deployment.fields())) {
      world.kubernetes().changed(deployment.with(fields));
    }
  }

  /** I6: what belongs to somebody else is not touched. */
  private void look() {
    OwnedFields config = world.api().configs.get(SimApi.CONFIG);
    if (config == null) {
      note = null;
    } else {
      untouched(note, config);
    }
  }

  private void lookAtDeployment() {
    SimDeployment deployment = world.api().deployments.get(SimApi.NAME);
    if (deployment != null && deployment.uid().equals(noted)) {
      untouched(noteOnDeployment, deployment.fields());
    }
  }

  private static void untouched(@Nullable String note, OwnedFields fields) {
    if (note != null && !note.equals(fields.values().get(NOTE))) {
      throw new Violation("I6", "somebody's own field is touched: " + fields);
    }
  }
}
