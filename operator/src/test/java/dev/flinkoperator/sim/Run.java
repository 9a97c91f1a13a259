package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode;
import java.util.List;

/** One seed: a rough time, a calm one in which everything must settle, silence, and the end. */
final class Run {

  /** Virtual time, in milliseconds. */
  private static final long SETTLES_WITHIN = 900_000;

  private static final long QUIET = 150_000;

  private final long seed;
  private final Flaw flaw;
  private final List<UpgradeMode> modes;
  private final Kind kind;

  private enum Kind {
    JOB,
    SESSION,
    RESCALED,
    STANDALONE
  }

  Run(long seed, Flaw flaw, List<UpgradeMode> modes) {
    this(seed, flaw, modes, Kind.JOB);
  }

  private Run(long seed, Flaw flaw, List<UpgradeMode> modes, Kind kind) {
    this.seed = seed;
    this.flaw = flaw;
    this.modes = modes;
    this.kind = kind;
  }

  /** Of a session cluster. */
  static Run session(long seed) {
    return new Run(seed, Flaw.NONE, List.of(UpgradeMode.STATELESS), Kind.SESSION);
  }

  /** Of a job in Flink's adaptive scheduler, whose parallelism is edited time and again. */
  static Run rescaled(long seed, Flaw flaw) {
    return new Run(seed, flaw, List.of(UpgradeMode.values()), Kind.RESCALED);
  }

  /** Of a job, or now and then a session cluster, in standalone mode. */
  static Run standalone(long seed, Flaw flaw) {
    return new Run(seed, flaw, List.of(UpgradeMode.values()), Kind.STANDALONE);
  }

  /**
   * @param failure null: none
   */
  record Result(long seed, int calls, String failure, String story) {
    boolean failed() {
      return !failure.isEmpty();
    }
  }

  /** A failure is run again to tell its story. */
  Result run() {
    Result result = run(false);
    return result.failed() ? run(true) : result;
  }

  Result run(boolean told) {
    Dice dice = new Dice(seed);
    World world = new World(dice, Climate.random(dice), flaw, told);
    SimUser user = user(world);
    String failure = "";
    try {
      live(world, user);
    } catch (RuntimeException | AssertionError | StackOverflowError broken) {
      // Whatever it is, it is told with its seed and its story.
      failure = broken + "\n\tat " + where(broken);
      world.story().tell("TRUTH", "%s", broken);
    }
    return new Result(seed, world.tally().all(), failure, world.story().text());
  }

  private SimUser user(World world) {
    return switch (kind) {
      case RESCALED -> SimUser.rescaling(world, modes);
      case STANDALONE -> SimUser.standalone(world, modes);
      case SESSION -> new SimUser(world, modes, true);
      case JOB -> new SimUser(world, modes, false);
    };
  }

  /** The virtual machine may leave out the trace of what it has thrown often. */
  private static Object where(Throwable broken) {
    StackTraceElement[] trace = broken.getStackTrace();
    return trace.length == 0 ? "an unknown place" : trace[0];
  }

  private static void live(World world, SimUser user) {
    world.startOperator();
    user.begin();
    new Nature(world).begin();
    new Meddler(world).begin();
    world.run(world.dice().millis(60_000, 300_000));
    world.calm();
    Settlement settlement = new Settlement(world, user);
    settlement.await(SETTLES_WITHIN, QUIET);
    settlement.check();
    settlement.silent(60_000);
    settlement.deletion(300_000);
  }
}
