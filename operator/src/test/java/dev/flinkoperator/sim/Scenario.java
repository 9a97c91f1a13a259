package dev.flinkoperator.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A course of events without chance: what the user and the world do, and when. */
final class Scenario {

  private static final long SETTLES_WITHIN = 600_000;
  private static final long QUIET = 75_000;

  private final String name;
  private final Wish first;
  private final List<Move> moves = new ArrayList<>();
  private boolean takenOver;
  private boolean hurried;

  /**
   * @param at seconds since the start
   */
  private record Move(long at, Consumer<Stage> deed) {}

  /** Whom a move can move. */
  record Stage(World world, SimUser user) {

    void edit(UnaryOperator<Wish> edit) {
      user.change(edit.apply(user.wish()));
    }

    /** Somebody takes away all that Flink needs to go on by itself. */
    void loseMetadata() {
      world.story().tell("somebody", "deletes the JobManager Deployment and Flink's metadata");
      world.kubernetes().deleteBackground();
      List.copyOf(world.api().metadata.snapshot().keySet()).forEach(world.api().metadata::remove);
    }

    /** In standalone mode. */
    void leaveTaskManagers() {
      world.story().tell("somebody", "deletes the JobManager, and lets the TaskManagers stay");
      world.kubernetes().taskManagers().orphan();
      world.kubernetes().deleteBackground();
    }

    /** Flink restarts the job so often in a row. */
    void restarts(long times) {
      world.story().tell("flink", "restarts the job %d times", times);
      Objects.requireNonNull(jobManager().job()).restarted(times);
    }

    /** From now on there are so many slots, and Flink makes use of them. */
    void slots(int most) {
      world.flink().rescales().slots(most);
      world
          .flink()
          .rescales()
          .rescaleLater(jobManager(), Objects.requireNonNull(jobManager().job()));
    }

    void delete() {
      world.story().tell("user", "deletes the resource");
      world.api().delete();
    }

    /** Path of the newest savepoint there is. */
    String savepoint() {
      return world.storage().paths().stream()
          .filter(path -> path.contains("/savepoint-"))
          .reduce((older, newer) -> newer)
          .orElseThrow();
    }

    ApacheOperator apache() {
      return new ApacheOperator(world);
    }

    JobManagerProcess jobManager() {
      JobManagerProcess serving = world.flink().serving();
      if (serving == null) {
        throw new IllegalStateException("no JobManager is up at " + world.timeline().now());
      }
      return serving;
    }
  }

  /**
   * @param reason of the condition that is true in the end
   * @param job state and image of the one that is there in the end; null: none
   * @param kind of what that job was restored from
   * @param from what it was restored from: of snapshots of a kind, a higher number is newer
   * @param untouched that job is the first one there ever was
   * @param savepoints how many there are in the end
   * @param calls of operators to the API server and to Flink
   */
  record Outcome(
      @Nullable String reason,
      @Nullable String job,
      String kind,
      long from,
      boolean untouched,
      long savepoints,
      int calls,
      String story) {}

  Scenario(String name, Wish first) {
    this.name = name;
    this.first = first;
  }

  Scenario at(long seconds, Consumer<Stage> deed) {
    moves.add(new Move(seconds, deed));
    return this;
  }

  /** Another operator was there first; ours starts where the scenario says. */
  Scenario takenOver() {
    takenOver = true;
    return this;
  }

  /** The user does not wait for what was asked for: Flink may not have heard of it yet. */
  Scenario hurried() {
    hurried = true;
    return this;
  }

  boolean isHurried() {
    return hurried;
  }

  /** Nobody does anything for so long. */
  Scenario until(long seconds) {
    return at(seconds, stage -> {});
  }

  Scenario edit(long seconds, UnaryOperator<Wish> edit) {
    return at(seconds, stage -> stage.edit(edit));
  }

  String name() {
    return name;
  }

  @Override
  public String toString() {
    return name;
  }

  /**
   * @param deadlyCall the operator dies after this call, counted from 1; 0: never
   */
  Outcome play(int deadlyCall) {
    World world = new World(Dice.none(), Climate.fair(), Flaw.NONE, true);
    world.tally().dieAfter(deadlyCall);
    SimUser user = new SimUser(world, first);
    Stage stage = new Stage(world, user);
    if (!takenOver) {
      world.startOperator();
    }
    user.begin();
    for (Move move : moves) {
      world.run(move.at() * 1_000 - world.timeline().now());
      move.deed().accept(stage);
    }
    Settlement settlement = new Settlement(world, user);
    settlement.await(SETTLES_WITHIN, QUIET);
    settlement.check();
    settlement.silent(60_000);
    JobManagerProcess process = world.flink().serving();
    SimJob job = process == null ? null : process.job();
    Snapshot base = job == null ? null : job.base();
    return new Outcome(
        settlement.verdict(),
        process == null || job == null ? null : job.state() + " of " + process.launched().image(),
        base == null ? "empty" : base.savepoint() ? "savepoint" : "checkpoint",
        base == null ? 0 : base.id(),
        process != null && process.launched().revision().startsWith(SimApi.NAME + "-1-"),
        world.storage().paths().stream().filter(path -> path.contains("/savepoint-")).count(),
        world.tally().all(),
        world.story().text());
  }
}
