package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import java.util.ArrayList;
import java.util.List;

/** Edits at random: one field or two at a time, back to a former spec, or all away and anew. */
final class SimUser {

  private final World world;
  private final Dice dice;
  private final List<UpgradeMode> modes;
  private final List<Wish> former = new ArrayList<>();
  private final boolean session;
  private final boolean adaptive;
  private final boolean standalone;
  private Wish wish;
  private long nonce = 1;

  /**
   * @param modes upgrade modes that may be asked for
   * @param session the spec has no job; edits that are only the job's change nothing
   */
  SimUser(World world, List<UpgradeMode> modes, boolean session) {
    this.world = world;
    this.dice = world.dice().split();
    this.modes = modes;
    this.session = session;
    this.adaptive = false;
    this.standalone = false;
    this.wish = Wish.first(dice.pick(modes), dice.chance(0.5));
  }

  private SimUser(World world, Dice dice, List<UpgradeMode> modes) {
    this.world = world;
    this.dice = dice;
    this.modes = modes;
    this.session = false;
    this.adaptive = true;
    this.standalone = false;
    Wish first = Wish.first(dice.pick(modes), dice.chance(0.5)).adaptive();
    first = dice.chance(0.3) ? first.version("v2_0") : first;
    this.wish = dice.chance(0.5) ? first.override(2) : first;
  }

  /** A user who edits the parallelism of the job's one vertex most of the time. */
  static SimUser rescaling(World world, List<UpgradeMode> modes) {
    return new SimUser(world, world.dice().split(), modes);
  }

  private SimUser(World world, Dice dice, List<UpgradeMode> modes, Wish first) {
    this.world = world;
    this.dice = dice;
    this.modes = modes;
    this.session = dice.chance(0.15);
    this.adaptive = false;
    this.standalone = true;
    this.wish = first;
  }

  /** A user of clusters in standalone mode, who scales them now and then. */
  static SimUser standalone(World world, List<UpgradeMode> modes) {
    Dice dice = world.dice().split();
    Wish first = Wish.first(dice.pick(modes), dice.chance(0.5)).taskManagers(null);
    return new SimUser(world, dice, modes, dice.chance(0.5) ? first.reactive() : first);
  }

  /** A user who does only what a scenario says. */
  SimUser(World world, Wish first) {
    this.world = world;
    this.dice = world.dice().split();
    this.modes = List.of(first.mode());
    this.session = false;
    this.adaptive = false;
    this.standalone = first.standalone() != null;
    this.wish = first;
  }

  Wish wish() {
    return wish;
  }

  boolean session() {
    return session;
  }

  FlinkDeploymentSpec spec() {
    FlinkDeploymentSpec spec = wish.spec();
    if (session) {
      spec.setJob(null);
    }
    return spec;
  }

  void begin() {
    create();
    editLater();
  }

  private void create() {
    world.story().tell("user", "creates %s", Told.wish(wish));
    world.api().create(spec());
  }

  private void editLater() {
    long mean = world.climate().user();
    if (mean > 0) {
      world.timeline().after(dice.millis(mean / 10, mean * 2), this::act);
    }
  }

  private void act() {
    if (world.climate().user() == 0) {
      return;
    }
    if (world.api().resource() == null) {
      create();
    } else if (session && dice.chance(0.3)) {
      world.flink().submitToSession("%032x".formatted(++nonce));
    } else if (dice.chance(0.03)) {
      world.story().tell("user", "deletes the resource");
      world.api().delete();
    } else if (!world.api().resource().isMarkedForDeletion()) {
      Wish next = edited(wish);
      if (dice.chance(0.2)) {
        next = edited(next);
      }
      change(next);
    }
    editLater();
  }

  /** Makes an edit of the user's part of a story. */
  void change(Wish next) {
    if (!next.equals(wish)) {
      former.add(wish);
      wish = next;
      world.story().tell("user", "edits: %s", Told.wish(next));
      world.api().edit(spec());
    }
  }

  /** As an edit or by the scale subresource, which is the same to the operator. */
  private Wish scaled(Wish now) {
    if (dice.chance(0.1)) {
      return dice.chance(0.7) ? now.reactive() : now.without("scheduler-mode");
    }
    return now.taskManagers(dice.chance(0.2) ? null : Integer.valueOf(1 + dice.below(4)));
  }

  private Wish rescaled(Wish now) {
    if (dice.chance(0.1)) {
      return now.without(SimScale.OVERRIDES);
    }
    if (dice.chance(0.1)) {
      return dice.chance(0.7) ? now.adaptive() : now.without(SimScale.SCHEDULER);
    }
    return now.override(1 + dice.below(SimScale.MOST + (dice.chance(0.3) ? 1 : 0)));
  }

  private Wish edited(Wish now) {
    if (adaptive && dice.chance(0.6)) {
      return rescaled(now);
    }
    if (standalone && dice.chance(0.4)) {
      return scaled(now);
    }
    return switch (dice.below(14)) {
      case 0, 1, 2 -> now.image("flink:" + dice.below(4));
      case 3, 4 -> now.parallelism(1 + dice.below(4));
      case 5 -> now.running(!now.running());
      case 6 -> now.running(true);
      case 7 -> now.restart(++nonce);
      case 8 -> now.mode(dice.pick(modes));
      case 9 -> now.highAvailable(!now.highAvailable());
      case 10 -> dice.chance(0.3) ? now.image(Launched.BROKEN) : now.valid(dice.chance(0.6));
      case 11 -> dice.chance(0.5) ? now.savepoint(++nonce) : now.checkpoint(++nonce);
      case 12 -> dice.chance(0.5) ? redeployed(now) : now.version("v2_0");
      default -> former.isEmpty() ? now : dice.pick(former);
    };
  }

  private Wish redeployed(Wish now) {
    List<String> paths = world.storage().paths();
    String path = paths.isEmpty() || dice.chance(0.1) ? "s3://nowhere" : dice.pick(paths);
    return now.redeploy(++nonce, path);
  }
}
