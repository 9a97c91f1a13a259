package dev.flinkoperator.sim;

import static dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.LASTSTATE;
import static dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.SAVEPOINT;
import static dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.STATELESS;

import java.util.List;

/** What users do and what befalls them, one story each. */
final class Scenarios {

  private static final String HEALTH_CHECK = "kubernetes.operator.cluster.health-check.";

  private Scenarios() {}

  private static Wish rollingBack(Wish wish) {
    return wish.option("kubernetes.operator.deployment.rollback.enabled", "true")
        .option("kubernetes.operator.deployment.readiness.timeout", "1 min");
  }

  static List<Scenario> all() {
    return List.of(
        new Scenario("stateless-upgrade", Wish.first(STATELESS, false))
            .edit(60, wish -> wish.image("flink:2")),
        new Scenario("savepoint-upgrade", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.image("flink:2")),
        new Scenario("last-state-upgrade-with-high-availability", Wish.first(LASTSTATE, true))
            .edit(60, wish -> wish.parallelism(4)),
        new Scenario("last-state-upgrade-without-high-availability", Wish.first(LASTSTATE, false))
            .edit(60, wish -> wish.parallelism(4)),
        new Scenario("suspend-and-resume", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.running(false))
            .edit(120, wish -> wish.running(true)),
        new Scenario("suspend-and-resume-from-metadata", Wish.first(LASTSTATE, true))
            .edit(60, wish -> wish.running(false))
            .edit(120, wish -> wish.running(true)),
        new Scenario("savepoint-fails-at-first", Wish.first(SAVEPOINT, false))
            .at(60, stage -> stage.world().climate(Climate.fair().savepointsFail(true)))
            .edit(61, wish -> wish.image("flink:2"))
            .at(70, stage -> stage.world().climate(Climate.fair())),
        new Scenario("edit-taken-back-while-the-savepoint-is-taken", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.image("flink:2"))
            .edit(61, wish -> wish.image("flink:1"))
            .hurried(),
        new Scenario("newer-edit-during-an-upgrade", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.image("flink:2"))
            .edit(63, wish -> wish.image("flink:3")),
        new Scenario("broken-image-and-its-correction", Wish.first(LASTSTATE, true))
            .edit(60, wish -> wish.image(Launched.BROKEN))
            .edit(90, wish -> wish.image("flink:2")),
        new Scenario("bad-edit-leaves-the-job-alone", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.valid(false))
            .edit(90, wish -> wish.valid(true)),
        new Scenario("other-flink-version-takes-a-savepoint", Wish.first(LASTSTATE, true))
            .edit(60, wish -> wish.version("v2_0")),
        new Scenario("savepoint-asked-for-by-nonce", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.savepoint(1)),
        new Scenario("redeployed-from-an-older-savepoint", Wish.first(SAVEPOINT, false))
            .edit(60, wish -> wish.savepoint(1))
            .edit(90, wish -> wish.redeploy(1, "s3://savepoints/savepoint-1-3")),
        new Scenario("jobmanager-restarts-without-high-availability", Wish.first(LASTSTATE, false))
            .at(80, stage -> stage.world().kubernetes().restartContainer(stage.jobManager().pod())),
        new Scenario("jobmanager-restarts-with-high-availability", Wish.first(LASTSTATE, true))
            .at(80, stage -> stage.world().kubernetes().restartContainer(stage.jobManager().pod())),
        new Scenario("jobmanager-deleted-without-high-availability", Wish.first(SAVEPOINT, false))
            .at(66, stage -> stage.world().kubernetes().deleteBackground()),
        new Scenario("jobmanager-deleted-with-high-availability", Wish.first(SAVEPOINT, true))
            .at(80, stage -> stage.world().kubernetes().deleteBackground()),
        new Scenario("job-fails-and-is-edited", Wish.first(LASTSTATE, false))
            .at(60, stage -> stage.world().flink().end(stage.jobManager(), "FAILED"))
            .edit(90, wish -> wish.image("flink:2")),
        new Scenario("job-finishes-and-is-edited", Wish.first(LASTSTATE, false))
            .at(60, stage -> stage.world().flink().end(stage.jobManager(), "FINISHED"))
            .edit(90, wish -> wish.image("flink:2")),
        new Scenario("deleted-during-an-upgrade", Wish.first(SAVEPOINT, true))
            .edit(60, wish -> wish.image("flink:2"))
            .at(62, stage -> stage.world().api().delete())
            .hurried(),
        new Scenario("savepoint-upgrade-with-high-availability", Wish.first(SAVEPOINT, true))
            .edit(60, wish -> wish.image("flink:2")),
        new Scenario(
                "broken-image-is-rolled-back-with-high-availability",
                rollingBack(Wish.first(LASTSTATE, true)))
            .edit(60, wish -> wish.image(Launched.BROKEN))
            .until(200),
        new Scenario(
                "broken-image-is-rolled-back-and-corrected-without-high-availability",
                rollingBack(Wish.first(SAVEPOINT, false)))
            .edit(60, wish -> wish.image(Launched.BROKEN))
            .edit(240, wish -> wish.image("flink:2")),
        new Scenario(
                "failed-job-is-restarted",
                Wish.first(LASTSTATE, false)
                    .option("kubernetes.operator.job.restart.failed", "true"))
            .at(60, stage -> stage.world().flink().end(stage.jobManager(), "FAILED"))
            .until(90),
        new Scenario(
                "failed-job-is-restarted-with-high-availability",
                Wish.first(LASTSTATE, true)
                    .option("kubernetes.operator.job.restart.failed", "true"))
            .at(60, stage -> stage.world().flink().end(stage.jobManager(), "FAILED"))
            .until(90),
        new Scenario(
                "job-that-restarts-too-often-is-given-a-new-cluster",
                Wish.first(LASTSTATE, false).option(HEALTH_CHECK + "enabled", "true"))
            .at(60, stage -> stage.restarts(100))
            .until(120),
        new Scenario(
                "job-without-checkpoints-is-given-a-new-cluster",
                Wish.first(LASTSTATE, true)
                    .option(HEALTH_CHECK + "enabled", "true")
                    .option("execution.checkpointing.interval", "25 s")
                    .option("execution.checkpointing.timeout", "30 s"))
            .at(60, stage -> stage.world().climate(Climate.fair().checkpointsEvery(3_600_000)))
            .at(130, stage -> stage.world().climate(Climate.fair()))
            .until(200),
        new Scenario(
                "periodic-savepoints-and-their-history",
                Wish.first(SAVEPOINT, false)
                    .option("kubernetes.operator.periodic.savepoint.interval", "5 min")
                    .option("kubernetes.operator.savepoint.history.max.count", "1"))
            .until(640),
        new Scenario(
                "deleted-with-a-savepoint",
                Wish.first(LASTSTATE, true)
                    .option("kubernetes.operator.job.savepoint-on-deletion", "true"))
            .at(60, stage -> stage.delete()),
        new Scenario(
                "cluster-of-a-failed-job-is-removed",
                Wish.first(LASTSTATE, false)
                    .option("kubernetes.operator.jm-deployment.shutdown-ttl", "1 min"))
            .at(60, stage -> stage.world().flink().end(stage.jobManager(), "FAILED"))
            .edit(200, wish -> wish.image("flink:2")),
        new Scenario("taken-over-while-it-runs", Wish.first(LASTSTATE, true))
            .takenOver()
            .at(1, stage -> stage.apache().deploy(stage.user().wish()))
            .at(60, stage -> stage.world().startOperator())
            .edit(120, wish -> wish.image("flink:2")),
        new Scenario("taken-over-while-suspended-on-metadata", Wish.first(LASTSTATE, true))
            .takenOver()
            .at(1, stage -> stage.apache().deploy(stage.user().wish()))
            .edit(50, wish -> wish.running(false))
            .at(51, stage -> stage.apache().suspend())
            .at(80, stage -> stage.world().startOperator())
            .edit(120, wish -> wish.running(true)),
        new Scenario("rescaled-in-place", Wish.first(LASTSTATE, false).adaptive().override(2))
            .edit(60, wish -> wish.override(4))
            .until(120),
        new Scenario(
                "rescaled-with-what-there-is-until-there-is-more",
                Wish.first(SAVEPOINT, false).adaptive().override(2))
            .at(59, stage -> stage.slots(3))
            .edit(60, wish -> wish.override(4))
            .at(240, stage -> stage.slots(8))
            .until(270),
        new Scenario(
                "rescaling-that-Flink-refuses-is-an-upgrade",
                Wish.first(SAVEPOINT, false).adaptive().override(2))
            .edit(60, wish -> wish.override(SimScale.MOST + 1)),
        new Scenario(
                "rescaled-after-each-launch-of-flink-2",
                Wish.first(LASTSTATE, true).adaptive().override(1).version("v2_0"))
            .edit(60, wish -> wish.image("flink:2")),
        new Scenario(
                "scaled-in-standalone-mode",
                Wish.first(SAVEPOINT, false).taskManagers(null).reactive())
            .edit(60, wish -> wish.taskManagers(4))
            .edit(100, wish -> wish.taskManagers(1))
            .until(140),
        new Scenario("upgraded-in-standalone-mode", Wish.first(SAVEPOINT, false).taskManagers(2))
            .edit(60, wish -> wish.taskManagers(3)),
        new Scenario(
                "taskmanagers-left-behind-in-standalone-mode",
                Wish.first(LASTSTATE, true).taskManagers(2))
            .at(70, stage -> stage.leaveTaskManagers()),
        new Scenario("metadata-lost-and-redeployed-from-a-savepoint", Wish.first(LASTSTATE, true))
            .edit(40, wish -> wish.savepoint(1))
            .at(85, stage -> stage.loseMetadata())
            .at(145, stage -> stage.edit(wish -> wish.redeploy(1, stage.savepoint()))),
        new Scenario("metadata-lost-and-started-from-empty", Wish.first(LASTSTATE, true))
            .at(60, stage -> stage.loseMetadata())
            .edit(120, wish -> wish.mode(STATELESS)));
  }
}
