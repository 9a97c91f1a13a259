package dev.flinkoperator.sim;

import java.util.List;

/** What happens to clusters without anybody wanting it. */
final class Nature {

  private final World world;
  private final Dice dice;

  Nature(World world) {
    this.world = world;
    this.dice = world.dice().split();
  }

  void begin() {
    long mean = world.climate().nature();
    if (mean > 0) {
      world.timeline().after(dice.millis(mean / 10, mean * 2), this::act);
    }
  }

  private void act() {
    if (world.climate().nature() == 0) {
      return;
    }
    boolean leaders = world.flaw().needsLeaderChanges() && dice.chance(0.5);
    switch (leaders ? 7 : dice.below(10)) {
      case 0, 1 -> container();
      case 2 -> evict();
      case 3 -> {
        world.story().tell("somebody", "deletes the JobManager Deployment");
        world.kubernetes().deleteBackground();
      }
      case 4, 5 -> job(dice.pick(List.of("FAILED", "FINISHED", "RESTARTING", "RESTARTING")));
      case 6 -> world.operators().forEach(SimOperator::die);
      case 7 -> world.anotherLeader();
      case 8 -> world.turnClock(dice.millis(-90_000, 90_000));
      default -> taskManager();
    }
    begin();
  }

  private void container() {
    JobManagerProcess process = world.flink().serving();
    if (process != null) {
      world.story().tell("nature", "a JobManager's container ends");
      world.kubernetes().restartContainer(process.pod());
    }
  }

  private void evict() {
    List<SimPod> pods = world.api().pods.all();
    if (!pods.isEmpty()) {
      SimPod pod = dice.pick(pods);
      world.story().tell("nature", "evicts %s", pod.name());
      world.kubernetes().evict(pod);
    }
  }

  private void job(String state) {
    JobManagerProcess process = world.flink().serving();
    SimJob job = process == null ? null : process.job();
    if (process == null || job == null || !job.works()) {
      return;
    }
    if (state.equals("RESTARTING")) {
      world.story().tell("nature", "the job restarts");
      job.turn(state, world.timeline().instant());
      world
          .timeline()
          .after(
              dice.millis(500, 75_000),
              () -> {
                if (!job.ended()) {
                  job.turn("RUNNING", world.timeline().instant());
                }
              });
    } else {
      world.flink().end(process, state);
    }
  }

  private void taskManager() {
    SimTaskManagerDeployment deployment =
        world.api().taskManagers.get(SimTaskManagerDeployment.NAME);
    if (deployment != null) {
      taskManagers(deployment);
      return;
    }
    JobManagerProcess process = world.flink().serving();
    SimJob job = process == null ? null : process.job();
    if (job != null && job.works()) {
      world.story().tell("nature", "a TaskManager is lost");
      job.tasksUp(false);
      world.timeline().after(dice.millis(1_000, 30_000), () -> job.tasksUp(true));
    }
  }

  private void taskManagers(SimTaskManagerDeployment deployment) {
    SimKubernetes kubernetes = world.kubernetes();
    if (dice.chance(0.4)) {
      world.story().tell("somebody", "deletes the Deployment of TaskManagers");
      kubernetes.taskManagers().deleteBackground(deployment);
    } else if (dice.chance(0.5)) {
      world.story().tell("somebody", "deletes the JobManager, and lets the TaskManagers stay");
      kubernetes.taskManagers().orphan();
      kubernetes.deleteBackground();
    } else {
      evict();
    }
  }
}
