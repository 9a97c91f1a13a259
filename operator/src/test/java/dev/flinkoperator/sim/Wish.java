package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants: a spec, as far as the simulator varies it.
 *
 * @param highAvailable metadata in ConfigMaps
 * @param redeployNonce null: none; else starts the job from initialPath when changed
 * @param valid else it sets what only the operator may set
 */
record Wish(
    String image,
    String version,
    int parallelism,
    Job.UpgradeMode mode,
    boolean highAvailable,
    boolean running,
    @Nullable Long restartNonce,
    @Nullable Long savepointNonce,
    @Nullable Long checkpointNonce,
    @Nullable Long redeployNonce,
    @Nullable String initialPath,
    boolean valid) {

  static Wish first(Job.UpgradeMode mode, boolean highAvailable) {
    return new Wish(
        "flink:1", "v1_20", 2, mode, highAvailable, true, null, null, null, null, null, true);
  }

  boolean stateful() {
    return mode != Job.UpgradeMode.STATELESS;
  }

  FlinkDeploymentSpec spec() {
    Map<String, Object> configuration = new HashMap<>();
    configuration.put("state.checkpoints.dir", "s3://checkpoints");
    configuration.put("state.savepoints.dir", "s3://savepoints");
    if (highAvailable) {
      configuration.put("high-availability.type", "kubernetes");
      configuration.put("high-availability.storageDir", "s3://ha");
    }
    if (!valid) {
      configuration.put("kubernetes.cluster-id", "mine");
    }
    Job job = new Job();
    job.setJarURI("local:///job.jar");
    job.setParallelism(parallelism);
    job.setUpgradeMode(mode);
    job.setState(running ? Job.State.RUNNING : Job.State.SUSPENDED);
    job.setSavepointTriggerNonce(savepointNonce);
    job.setCheckpointTriggerNonce(checkpointNonce);
    job.setSavepointRedeployNonce(redeployNonce);
    job.setInitialSavepointPath(initialPath);
    FlinkDeploymentSpec spec = new FlinkDeploymentSpec();
    spec.setImage(image);
    spec.setFlinkVersion(
        version.equals("v1_20")
            ? FlinkDeploymentSpec.FlinkVersion.V1_20
            : FlinkDeploymentSpec.FlinkVersion.V2_0);
    spec.setServiceAccount("flink");
    spec.setRestartNonce(restartNonce);
    spec.setFlinkConfiguration(configuration);
    spec.setJob(job);
    return spec;
  }

  Wish image(String other) {
    return new Wish(
        other,
        version,
        parallelism,
        mode,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish version(String other) {
    return new Wish(
        image,
        other,
        parallelism,
        mode,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish parallelism(int other) {
    return new Wish(
        image,
        version,
        other,
        mode,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish mode(Job.UpgradeMode other) {
    return new Wish(
        image,
        version,
        parallelism,
        other,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish highAvailable(boolean other) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        other,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish running(boolean other) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        highAvailable,
        other,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish restart(long nonce) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        highAvailable,
        running,
        nonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish savepoint(long nonce) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        highAvailable,
        running,
        restartNonce,
        nonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish checkpoint(long nonce) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        nonce,
        redeployNonce,
        initialPath,
        valid);
  }

  Wish redeploy(long nonce, String path) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        nonce,
        path,
        valid);
  }

  Wish valid(boolean other) {
    return new Wish(
        image,
        version,
        parallelism,
        mode,
        highAvailable,
        running,
        restartNonce,
        savepointNonce,
        checkpointNonce,
        redeployNonce,
        initialPath,
        other);
  }
}
