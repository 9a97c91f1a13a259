package dev.flinkoperator.sim;

import java.net.HttpURLConnection;
import java.util.function.Supplier;

/**
 * Where every call of an operator to the API server goes through: it may fail, be refused, lose its
 * answer, or be the last thing the operator does.
 */
final class Calls {

  private final Dice dice;
  private final Supplier<Climate> climate;
  private final Tally tally;
  private final Runnable death;
  private boolean dead;

  /** Counts calls over all operators, and may end one of them after a certain call. */
  static final class Tally {
    private int writes;
    private int reads;
    private int deadlyCall = -1;

    int writes() {
      return writes;
    }

    int reads() {
      return reads;
    }

    int all() {
      return writes + reads;
    }

    /** The operator that makes this call, counted from 1, dies right after it. */
    void dieAfter(int call) {
      deadlyCall = call;
    }
  }

  /** The operator's process has ended in the middle of a call. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Died() {
      super("the operator died", null, false, false);
    }
  }

  Calls(Dice dice, Supplier<Climate> climate, Tally tally, Runnable death) {
    this.dice = dice;
    this.climate = climate;
    this.tally = tally;
    this.death = death;
  }

  /** From now on nothing goes through. */
  void end() {
    dead = true;
  }

  <T> T write(Supplier<T> effect) {
    before();
    if (dice.chance(climate.get().conflict())) {
      throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "the object has been modified");
    }
    T result = effect.get();
    tally.writes++;
    after();
    return result;
  }

  <T> T read(Supplier<T> question) {
    before();
    T result = question.get();
    tally.reads++;
    after();
    return result;
  }

  /**
   * A request to Flink, which nobody waits for: nothing of it is known here but that it went out.
   */
  void ask(Runnable request) {
    if (dead) {
      throw new Died();
    }
    request.run();
    tally.reads++;
    deathComes();
  }

  private void before() {
    if (dead) {
      throw new Died();
    }
    if (dice.chance(climate.get().callFailure())) {
      throw SimApi.refusal(HttpURLConnection.HTTP_INTERNAL_ERROR, "etcd is out of sorts");
    }
  }

  private void after() {
    deathComes();
    if (dice.chance(climate.get().answerLost())) {
      throw SimApi.refusal(HttpURLConnection.HTTP_GATEWAY_TIMEOUT, "no answer in time");
    }
  }

  private void deathComes() {
    if (dice.chance(climate.get().death()) || tally.all() == tally.deadlyCall) {
      death.run();
      throw new Died();
    }
  }
}
