package dev.flinkoperator.sim;

import java.util.HashMap;
import java.util.Map;

/** Flink's adaptive scheduler: takes other bounds, and restarts the job within them. */
final class SimRescales {

  private final Timeline timeline;
  private final Dice dice;
  private final Story story;
  private final Map<String, Integer> kept = new HashMap<>();
  private int slots = Integer.MAX_VALUE;

  SimRescales(Timeline timeline, Dice dice, Story story) {
    this.timeline = timeline;
    this.dice = dice;
    this.story = story;
  }

  /** With high availability the bounds outlive the JobManager. */
  SimScale begin(Launched launched) {
    return new SimScale(
        launched.highAvailable()
            ? kept.getOrDefault(launched.revision(), launched.parallelism())
            : launched.parallelism());
  }

  /** There are no more than these from now on. */
  void slots(int most) {
    slots = most;
    story.tell("nature", "there are %d slots from now on", most);
  }

  /**
   * @return false: it takes no such bounds
   */
  boolean take(JobManagerProcess process, SimJob job, int upper) {
    if (!process.launched().adaptive() || upper > SimScale.MOST) {
      return false;
    }
    if (job.scale().upper() == upper) {
      return true;
    }
    job.scale().bound(upper);
    if (process.launched().highAvailable()) {
      kept.put(process.launched().revision(), upper);
    }
    story.tell("flink", "job %s may run with up to %d", job.id(), upper);
    rescaleLater(process, job);
    return true;
  }

  /** Slots have come, or gone. */
  void rescaleLater(JobManagerProcess process, SimJob job) {
    timeline.after(dice.millis(500, 5_000), () -> restart(process, job));
  }

  private void restart(JobManagerProcess process, SimJob job) {
    if (!job.works() || !process.alive() || reachable(job) == job.scale().parallelism()) {
      if (process.alive() && !job.ended() && reachable(job) != job.scale().parallelism()) {
        rescaleLater(process, job);
      }
      return;
    }
    job.turn("RESTARTING", timeline.instant());
    timeline.after(
        dice.millis(500, 3_000),
        () -> {
          if (process.alive() && !job.ended()) {
            job.scale().scale(reachable(job), timeline.now());
            job.changed(timeline.instant());
            job.turn("RUNNING", timeline.instant());
            story.tell("flink", "job %s runs with %d", job.id(), job.scale().parallelism());
          }
        });
  }

  private int reachable(SimJob job) {
    return Math.min(slots, job.scale().upper());
  }
}
