package dev.flinkoperator.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;

/**
 * A session cluster in the hands of its planner, and three session jobs with one jar in the hands
 * of theirs. They know of each other by watches, which lag, and by Flink, which is asked now and
 * then.
 */
@NullUnmarked
final class SessionTogetherWorld {

  private static final List<String> NAMES = List.of("orders", "invoices", "returns");

  private final Random dice;
  private final SessionFlaw flaw;
  private final StringBuilder story = new StringBuilder();
  private final SessionJobLives jobs = new SessionJobLives();
  private final SessionClusterLife cluster;
  private int resources;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  SessionTogetherWorld(long seed, SessionFlaw flaw) {
    dice = new Random(seed);
    this.flaw = flaw;
    cluster = new SessionClusterLife(dice, flaw, jobs, this::tell);
    missingJobs();
  }

  String story() {
    return story.toString();
  }

  private void tell(String what) {
    story.append(now).append(' ').append(what).append('\n');
  }

  private boolean chance(double p) {
    return dice.nextDouble() < p;
  }

  private void missingJobs() {
    for (String name : NAMES) {
      if (jobs.there().stream()
          .noneMatch(life -> life.resource.getMetadata().getName().equals(name))) {
        newJob(name);
      }
    }
  }

  private void newJob(String name) {
    String uid = name + "-" + ++resources;
    tell(uid + " is created");
    SessionJobLife life =
        new SessionJobLife(
            dice, flaw, uid, name, "default", "basic-example", what -> tell(uid + ": " + what));
    jobs.add(life);
    cluster.takes(life);
  }

  /** Something happens, and the operator may look. */
  void step(boolean faults) {
    Duration passed = Duration.ofSeconds(1 + dice.nextInt(faults ? 20 : 5));
    now = now.plus(passed);
    cluster.after(passed, now);
    if (faults) {
      disturb();
    }
    jobs.each(life -> life.flink.now = now);
    jobs.each(life -> life.flink.lives());
    cluster.kubelet();
    cluster.poll();
    if (!faults || chance(0.7)) {
      cluster.pass(faults);
    }
    for (SessionJobLife life : jobs.there()) {
      if (!faults || chance(0.7)) {
        life.pass(cluster.shown(faults), now, faults);
        jobs.changed(life);
      }
      life.check();
      if (life.gone) {
        jobs.gone(life);
      }
    }
    jobs.noneRunsOfThoseGone();
  }

  private void disturb() {
    switch (dice.nextInt(28)) {
      case 0 -> jobs.any(dice).ifPresent(SessionJobLife::edit);
      case 10, 11 -> jobs.any(dice).ifPresent(SessionJobLife::editMode);
      case 1 -> jobs.any(dice).ifPresent(SessionJobLife::suspendOrResume);
      case 12 -> jobs.any(dice).ifPresent(life -> life.delete(now));
      case 13, 14 -> missingJobs();
      case 2 -> operatorRestarts();
      case 3 -> cluster.jobManagerRestarts();
      case 4, 5 -> cluster.edit();
      case 6 -> deleteCluster();
      case 7, 8, 9 -> cluster.create();
      default -> {}
    }
  }

  private void operatorRestarts() {
    tell("operator restarts");
    jobs.each(SessionJobLife::operatorRestarts);
    cluster.operatorRestarts();
  }

  private void deleteCluster() {
    if (chance(0.4)) {
      cluster.delete();
    }
  }

  /** No faults from now on; everything is to run. */
  void resume() {
    cluster.create();
    jobs.there().forEach(SessionJobLife::resume);
    if (cluster.blocked()) {
      jobs.there().forEach(life -> life.delete(now));
    }
  }

  /** What is gone is made anew. */
  void keepThere() {
    cluster.create();
    if (!cluster.blocked()) {
      missingJobs();
    }
  }

  /** In any order: nothing may wait for something that waits for it. */
  void deleteEverything() {
    List<Runnable> deletions = new ArrayList<>();
    jobs.there().forEach(life -> deletions.add(() -> life.delete(now)));
    deletions.add(cluster::delete);
    Collections.shuffle(deletions, dice);
    for (Runnable deletion : deletions) {
      deletion.run();
      step(false);
    }
  }

  boolean nothingIsLeft() {
    return !cluster.exists() && jobs.there().isEmpty();
  }

  boolean running() {
    return cluster.running() && jobs.there().stream().allMatch(SessionJobLife::running);
  }

  /** As asked, or only an edit helps. */
  boolean settled() {
    return cluster.settled() && jobs.there().stream().allMatch(SessionJobLife::settled);
  }
}
