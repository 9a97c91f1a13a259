package dev.flinkoperator.e2e.support;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a journey job needs in a namespace: a volume for its state and its diary, its jar (small
 * enough for a ConfigMap, so that any cluster can run it), and a keeper, a pod that looks after the
 * volume while no Flink runs.
 */
public final class Journey {
  private static final String HOME = "/journey";
  private static final String JAR = "/opt/journey/journey-job.jar";

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: PersistentVolumeClaim
      metadata: {name: journey}
      spec:
        accessModes: [ReadWriteOnce]
        resources: {requests: {storage: 1Gi}}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: keeper}
      spec:
        terminationGracePeriodSeconds: 0
        containers:
          - name: keeper
            image: flink:2.3
            command: [sleep, infinity]
            resources: {requests: {cpu: 1m, memory: 16Mi}}
            volumeMounts: [{name: journey, mountPath: /journey}]
        volumes: [{name: journey, persistentVolumeClaim: {claimName: journey}}]
      """;

  private static final String POD_TEMPLATE =
      """
      spec:
        containers:
          - name: flink-main-container
            volumeMounts:
              - {name: journey, mountPath: /journey}
              - {name: journey-job, mountPath: /opt/journey}
        volumes:
          - name: journey
            persistentVolumeClaim: {claimName: journey}
          - name: journey-job
            configMap: {name: journey-job}
      """;

  private static final Map<String, Journey> BY_NAMESPACE = new ConcurrentHashMap<>();

  private final String namespace;
  private final Keeper keeper;

  private Journey(String namespace) {
    this.namespace = namespace;
    this.keeper = new Keeper(namespace, "keeper");
  }

  /** Makes it all, the first time, and waits until the keeper is there. */
  public static Journey in(TestNamespace testNamespace) {
    return BY_NAMESPACE.computeIfAbsent(testNamespace.name(), Journey::make);
  }

  private static Journey make(String namespace) {
    Journey journey = new Journey(namespace);
    jar(namespace);
    List<HasMetadata> objects =
        Cluster.client()
            .load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
            .items();
    objects.forEach(each -> Cluster.client().resource(each).inNamespace(namespace).create());
    journey.keeper.awaitReady();
    return journey;
  }

  /** A stateful job with everything it needs; the upgrade mode is for the test to choose. */
  public Manifest manifest(String name, FlinkVersion version) {
    return Manifest.streaming(name, version)
        .setYaml("/spec/podTemplate", POD_TEMPLATE)
        .set("/spec/job/jarURI", "local://" + JAR)
        .set("/spec/job/args", List.of("--directory", home(name)))
        .flinkConfig("execution.checkpointing.interval", "2 s")
        .flinkConfig("state.checkpoints.dir", "file://" + home(name) + "/checkpoints")
        .flinkConfig("state.savepoints.dir", "file://" + home(name) + "/savepoints");
  }

  /** The same, with a JobManager that goes on where its predecessor was. */
  public Manifest highlyAvailable(String name, FlinkVersion version) {
    return manifest(name, version)
        .flinkConfig("high-availability.type", "kubernetes")
        .flinkConfig("high-availability.storageDir", "file://" + home(name) + "/ha");
  }

  /** A cluster without a job, on which {@link #sessionJob} runs. */
  public Manifest sessionOfMany(String name, FlinkVersion version) {
    return manifest(name, version).remove("/spec/job");
  }

  /** The stateful job as a resource of its own; the upgrade mode is for the test to choose. */
  public Manifest sessionJob(String name, String cluster) {
    return Manifest.sessionJob(name, cluster)
        .set("/spec/job/jarURI", "local://" + JAR)
        .set("/spec/job/entryClass", "dev.flinkoperator.journey.JourneyJob")
        .set("/spec/job/args", List.of("--directory", home(name)))
        .flinkConfig("execution.checkpointing.interval", "2 s")
        .flinkConfig("state.checkpoints.dir", "file://" + home(name) + "/checkpoints")
        .flinkConfig("state.savepoints.dir", "file://" + home(name) + "/savepoints");
  }

  /** A highly available cluster without a job, into which {@link #submit} brings one. */
  public Manifest session(String name, FlinkVersion version) {
    return highlyAvailable(name, version)
        .remove("/spec/job")
        .flinkConfig("web.upload.dir", FlinkRestProbe.UPLOADS);
  }

  /**
   * @return the job's id
   */
  public String submit(FlinkResource session) {
    return session
        .flink()
        .submit(JAR, Map.of("programArgsList", List.of("--directory", home(session.name()))));
  }

  /** What the job of this name has written so far. */
  public Diary diary(Named resource) {
    return Diary.parse(keeper.run("cat " + home(resource.name()) + "/records 2>/dev/null || true"));
  }

  /** Waits until an attempt that was not yet in the diary has written some numbers. */
  public Diary awaitGoesOn(Named resource, Diary before) {
    return Patience.untilFlink(resource.name() + " writes on")
        .until(() -> diary(resource), now -> now.goesOnAfter(before));
  }

  /** Waits until a new attempt writes that went on after this number. */
  public Diary awaitBroughtBack(Named resource, Diary before, long number) {
    return Patience.untilFlink(resource.name() + " is brought back")
        .until(
            () -> diary(resource), now -> now.goesOnAfter(before) && now.latest().first() > number);
  }

  /** Waits until the attempt that writes now knows of a completed checkpoint of its own. */
  public Diary awaitCheckpoint(Named resource, Diary before) {
    awaitGoesOn(resource, before);
    return Patience.untilFlink(resource.name() + " completes a checkpoint")
        .until(() -> diary(resource), now -> now.latest().lastCompleted() > 0);
  }

  /** Lets no checkpoint and no savepoint be completed until {@link #releaseSnapshots}. */
  public void holdSnapshots(Named resource) {
    keeper.run("touch " + home(resource.name()) + "/hold-snapshots");
  }

  public void releaseSnapshots(Named resource) {
    keeper.run("rm -f " + home(resource.name()) + "/hold-snapshots");
  }

  /** Puts a file where Flink wants to have the folder of its savepoints: none can be made. */
  public void blockSavepoints(FlinkResource resource) {
    String savepoints = home(resource.name()) + "/savepoints";
    keeper.run("test ! -e %1$s || mv %1$s %1$s.aside; touch %1$s".formatted(savepoints));
  }

  public void unblockSavepoints(FlinkResource resource) {
    String savepoints = home(resource.name()) + "/savepoints";
    keeper.run("rm -f %1$s; test ! -e %1$s.aside || mv %1$s.aside %1$s".formatted(savepoints));
  }

  /** The complete savepoints on the volume, each as Flink itself writes its path, oldest first. */
  public List<String> savepoints(Named resource) {
    String folder = home(resource.name()) + "/savepoints";
    return keeper
        .run("cd " + folder + " 2>/dev/null && ls -tr1 */_metadata 2>/dev/null || true")
        .lines()
        .map(file -> "file:" + folder + "/" + file.replace("/_metadata", ""))
        .toList();
  }

  /** When the newest savepoint was completed, in milliseconds since 1970. */
  public long newestSavepointMillis(FlinkResource resource) {
    String folder = home(resource.name()) + "/savepoints";
    return Long.parseLong(
        keeper.run("date -r $(ls -t1 " + folder + "/*/_metadata | head -1) +%s%3N").strip());
  }

  private static String home(String name) {
    return HOME + "/" + name;
  }

  /** The job, as a volume for a pod. */
  static void jar(String namespace) {
    Path jar = Environment.get().journeyJob();
    try {
      String content = Base64.getEncoder().encodeToString(Files.readAllBytes(jar));
      Cluster.client()
          .resource(
              new ConfigMapBuilder()
                  .withNewMetadata()
                  .withName("journey-job")
                  .withNamespace(namespace)
                  .endMetadata()
                  .withBinaryData(Map.of("journey-job.jar", content))
                  .build())
          .create();
    } catch (IOException e) {
      throw new UncheckedIOException(
          jar + " can't be read; build it: mvn -pl e2e-tests/job package", e);
    }
  }
}
