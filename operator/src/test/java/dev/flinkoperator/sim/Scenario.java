package dev.flinkoperator.sim;

import java.util.ArrayList;
import java.util.List;
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

  /**
   * @param at seconds since the start
   */
  private record Move(long at, Consumer<Stage> deed) {}

  /** Whom a move can move. */
  record Stage(World world, SimUser user) {

    void edit(UnaryOperator<Wish> edit) {
      user.change(edit.apply(user.wish()));
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
   * @param state what the job in the end has gone through; null: no job
   * @param calls of operators to the API server and to Flink
   */
  record Outcome(@Nullable String reason, @Nullable String state, int calls, String story) {}

  Scenario(String name, Wish first) {
    this.name = name;
    this.first = first;
  }

  Scenario at(long seconds, Consumer<Stage> deed) {
    moves.add(new Move(seconds, deed));
    return this;
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
    world.startOperator();
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
    return new Outcome(
        settlement.verdict(),
        job == null ? null : job.state() + " of " + user.wish().image(),
        world.tally().all(),
        world.story().text());
  }
}
