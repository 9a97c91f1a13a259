package dev.flinkoperator.sim;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.Job;
import dev.flinkoperator.model.v1beta1.flinkdeploymentspec.TaskManager;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants: a spec, as far as the simulator varies it.
 *
 * @param highAvailable metadata in ConfigMaps
 * @param redeployNonce null: none; else starts the job from initialPath when changed
 * @param valid else it sets what only the operator may set
 * @param options of the operator and of Flink, in flinkConfiguration besides the usual ones
 * @param standalone null: in native mode
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
    boolean valid,
    SortedMap<String, String> options,
    @Nullable Standalone standalone) {

  /**
   * @param taskManagers replicas; null: as many as the parallelism fills
   */
  record Standalone(@Nullable Integer taskManagers) {}

  static Wish first(Job.UpgradeMode mode, boolean highAvailable) {
    return new Wish(
        "flink:1",
        "v1_20",
        2,
        mode,
        highAvailable,
        true,
        null,
        null,
        null,
        null,
        null,
        true,
        Collections.emptySortedMap(),
        null);
  }

  boolean stateful() {
    return mode != Job.UpgradeMode.STATELESS;
  }

  FlinkDeploymentSpec spec() {
    Map<String, Object> configuration = new HashMap<>(options);
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
    if (standalone != null) {
      TaskManager taskManager = new TaskManager();
      taskManager.setReplicas(standalone.taskManagers());
      spec.setTaskManager(taskManager);
      spec.setMode(FlinkDeploymentSpec.Mode.STANDALONE);
    }
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        valid,
        options,
        standalone);
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
        other,
        options,
        standalone);
  }

  /** In Flink's adaptive scheduler. */
  Wish adaptive() {
    return option(SimScale.SCHEDULER, "adaptive");
  }

  /** The parallelism of the job's one vertex. */
  Wish override(int parallelism) {
    return option(SimScale.OVERRIDES, SimScale.VERTEX + ":" + parallelism);
  }

  /** What is wanted of the job's one vertex; null: nothing. */
  @Nullable Integer override() {
    String text = options.get(SimScale.OVERRIDES);
    return text == null ? null : Integer.valueOf(text.substring(text.indexOf(':') + 1));
  }

  Wish without(String key) {
    SortedMap<String, String> fewer = new TreeMap<>(options);
    fewer.remove(key);
    return options(fewer);
  }

  Wish option(String key, String value) {
    SortedMap<String, String> more = new TreeMap<>(options);
    more.put(key, value);
    return options(more);
  }

  private Wish options(SortedMap<String, String> others) {
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
        valid,
        Collections.unmodifiableSortedMap(others),
        standalone);
  }

  /**
   * In standalone mode.
   *
   * @param number replicas; null: as many as the parallelism fills
   */
  Wish taskManagers(@Nullable Integer number) {
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
        valid,
        options,
        new Standalone(number));
  }

  /** In Flink's reactive mode. */
  Wish reactive() {
    return option("scheduler-mode", "reactive");
  }
}
