package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Lets jobs fail and measures when their resources say so. (A job that only restarts changes
 * nothing in its resource at first.)
 */
final class SeenProbe {
  private static final int SAMPLES = 20;

  /** Changes are spread over more than one round of the operator's polls. */
  private static final long MILLIS_BETWEEN = 900;

  private final Lab lab;

  SeenProbe(Lab lab) {
    this.lab = lab;
  }

  /** Afterwards all jobs are RUNNING again, and seen to be. */
  Seen measure() {
    var numbers = lab.fleet().numbers().limit(SAMPLES).toArray();
    var delays = new ArrayList<Future<Double>>();
    var threads = Executors.newScheduledThreadPool(numbers.length);
    try {
      for (int number : numbers) {
        delays.add(
            threads.schedule(() -> change(number), number * MILLIS_BETWEEN, TimeUnit.MILLISECONDS));
      }
      var seconds = delays.stream().map(SeenProbe::result).sorted().toList();
      return new Seen(
          seconds.size(), seconds.get(seconds.size() / 2), seconds.get(seconds.size() - 1));
    } finally {
      threads.shutdownNow();
    }
  }

  private double change(int number) {
    become(number, "FAILED");
    var began = System.nanoTime();
    awaitSeen(number, "FAILED");
    var seconds = (System.nanoTime() - began) / 1e9;
    become(number, "RUNNING");
    awaitSeen(number, "RUNNING");
    return seconds;
  }

  private void become(int number, String state) {
    lab.clusters().setJobState(Fleet.NAMESPACE, Fleet.name(number), state);
  }

  private void awaitSeen(int number, String state) {
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> lab.fleet().jobState(number).equals(state));
  }

  private static double result(Future<Double> delay) {
    try {
      return delay.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A change in Flink was not seen", e);
    }
  }
}
