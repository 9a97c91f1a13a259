package dev.flinkoperator.sim;

import static dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.LASTSTATE;
import static dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.SAVEPOINT;
import static dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job.UpgradeMode.STATELESS;

import java.util.List;

/** What users do and what befalls them, one story each. */
final class Scenarios {

  private Scenarios() {}

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
            .edit(61, wish -> wish.image("flink:1")),
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
            .at(62, stage -> stage.world().api().delete()));
  }
}
