package dev.flinkoperator.sim;

import org.jspecify.annotations.Nullable;

/**
 * Ends TaskManagers that somebody has let stay without their JobManager Deployment, as act does.
 */
final class SimOrphans {

  private final World world;
  private final Calls calls;

  SimOrphans(World world, Calls calls) {
    this.world = world;
    this.calls = calls;
  }

  void end() {
    SimApi api = world.api();
    @Nullable SimTaskManagerDeployment live =
        calls.read(() -> api.taskManagers.get(SimTaskManagerDeployment.NAME));
    if (live != null && !live.deleting() && world.flaw().endsOrphans()) {
      calls.write(
          () -> {
            SimTaskManagerDeployment there = api.taskManagers.get(SimTaskManagerDeployment.NAME);
            if (there != null) {
              world.story().tell("api", "%s are being deleted", there.uid());
              world.kubernetes().taskManagers().deleteForeground(there);
            }
            return true;
          });
    }
  }
}
