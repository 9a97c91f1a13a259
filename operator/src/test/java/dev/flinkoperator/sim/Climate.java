package dev.flinkoperator.sim;

/**
 * How rough a world is, and how fast its parts are.
 *
 * @param callFailure chance that a call of the operator fails before it does anything
 * @param answerLost chance that a call does its work and its answer is lost
 * @param conflict chance that a write is refused with 409
 * @param death chance that the operator dies after a call
 * @param restFailure chance that a question to Flink gets no answer
 * @param staleSpell chance, each few seconds, that a watch stands still for a while
 * @param savepointFailure chance that a savepoint fails
 * @param nature mean milliseconds between troubles of pods, containers and jobs; 0: none
 * @param user mean milliseconds between edits; 0: none
 * @param meddler mean milliseconds between changes of a child by somebody else; 0: none
 * @param checkpointInterval milliseconds
 * @param startUp most milliseconds a JobManager takes to start
 */
record Climate(
    double callFailure,
    double answerLost,
    double conflict,
    double death,
    double restFailure,
    double staleSpell,
    double savepointFailure,
    long nature,
    long user,
    long meddler,
    long checkpointInterval,
    long startUp) {

  static Climate random(Dice dice) {
    // Most runs have a few kinds of trouble, not all: rare ones are not drowned by common ones.
    return new Climate(
        dice.chance(0.4) ? 0.05 : 0,
        dice.chance(0.5) ? 0.06 : 0,
        dice.chance(0.3) ? 0.05 : 0,
        dice.chance(0.5) ? 0.04 : 0,
        dice.chance(0.4) ? 0.2 : 0,
        dice.chance(0.5) ? 0.3 : 0,
        dice.chance(0.4) ? 0.3 : 0,
        dice.chance(0.6) ? dice.millis(10_000, 60_000) : 0,
        dice.millis(8_000, 60_000),
        dice.chance(0.4) ? dice.millis(10_000, 60_000) : 0,
        dice.millis(4_000, 30_000),
        dice.millis(3_000, 20_000));
  }

  /** In which a scenario takes place. */
  static Climate fair() {
    return new Climate(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 25_000, 6_000);
  }

  /** Every savepoint fails, or none. */
  Climate savepointsFail(boolean all) {
    return new Climate(
        callFailure,
        answerLost,
        conflict,
        death,
        restFailure,
        staleSpell,
        all ? 1 : 0,
        nature,
        user,
        meddler,
        checkpointInterval,
        startUp);
  }

  /**
   * @param millis between two checkpoints; the next one comes as it would have
   */
  Climate checkpointsEvery(long millis) {
    return new Climate(
        callFailure,
        answerLost,
        conflict,
        death,
        restFailure,
        staleSpell,
        savepointFailure,
        nature,
        user,
        meddler,
        millis,
        startUp);
  }

  /** Nothing goes wrong any more and nobody edits. */
  Climate calm() {
    return new Climate(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, checkpointInterval, startUp);
  }
}
