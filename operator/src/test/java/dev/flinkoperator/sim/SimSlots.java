package dev.flinkoperator.sim;

/**
 * What a job makes of TaskManagers that come and go in standalone mode: in Flink's reactive mode it
 * takes what there is, else it waits until there are as many as it was started for.
 */
final class SimSlots {

  private final Timeline timeline;
  private final Dice dice;
  private final Story story;

  SimSlots(Timeline timeline, Dice dice, Story story) {
    this.timeline = timeline;
    this.dice = dice;
    this.story = story;
  }

  /**
   * @param lost a TaskManager has gone; else one has come
   */
  void changed(JobManagerProcess process, boolean lost, SimTaskManagers taskManagers) {
    SimJob job = process.job();
    if (job == null || job.ended()) {
      return;
    }
    if (job.works() && (lost || process.launched().reactive())) {
      story.tell("flink", "job %s restarts: its slots have changed", job.id());
      job.turn("RESTARTING", timeline.instant());
    }
    if (lost || process.launched().reactive()) {
      job.tasksUp(false);
    }
    timeline.after(dice.millis(200, 3_000), () -> settle(process, job, taskManagers));
  }

  private void settle(JobManagerProcess process, SimJob job, SimTaskManagers taskManagers) {
    Launched launched = process.launched();
    long there = taskManagers.runningFor(process.pod().deployment());
    if (!process.alive() || job.ended() || there < launched.taskManagersNeeded()) {
      return;
    }
    job.tasksUp(true);
    if (job.state().equals("RESTARTING")) {
      job.turn("RUNNING", timeline.instant());
    }
  }
}
