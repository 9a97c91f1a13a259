package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;

/** A resource as a user would write it: small, and quick to start on two cores. */
public final class Manifest {
  private static final String JAR = "local:///opt/flink/examples/streaming/%s.jar";

  // Little is asked for, much may be used: many jobs fit on the node and each starts with all the
  // CPU that is free. The JVM options leave out the slow compiler, which a short test never repays.
  private static final String STREAMING =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkDeployment
      metadata: {}
      spec:
        serviceAccount: flink
        flinkConfiguration:
          taskmanager.numberOfTaskSlots: "2"
          kubernetes.jobmanager.cpu.limit-factor: "20"
          kubernetes.taskmanager.cpu.limit-factor: "20"
          env.java.opts.jobmanager: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
          env.java.opts.taskmanager: -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
        jobManager:
          resource: {cpu: 0.1, memory: 800m}
        taskManager:
          resource: {cpu: 0.1, memory: 1g}
        job:
          parallelism: 2
          upgradeMode: stateless
      """;

  private static final String SESSION_JOB =
      """
      apiVersion: flink.apache.org/v1beta1
      kind: FlinkSessionJob
      metadata: {}
      spec:
        flinkConfiguration: {}
        job:
          parallelism: 1
          upgradeMode: stateless
      """;

  private final ObjectNode root;

  private Manifest(ObjectNode root) {
    this.root = root;
  }

  /** Somebody else's, word for word. */
  public static Manifest parse(String yaml) {
    return new Manifest((ObjectNode) tree(yaml));
  }

  /** A job that runs until it is stopped. */
  public static Manifest streaming(String name, FlinkVersion version) {
    return job(name, version, "StateMachineExample");
  }

  /** A job that counts words and ends. */
  public static Manifest batch(String name, FlinkVersion version) {
    return job(name, version, "WordCount");
  }

  /** A cluster without a job, into which the tests submit theirs. */
  public static Manifest session(String name, FlinkVersion version) {
    return streaming(name, version)
        .remove("/spec/job")
        .flinkConfig("web.upload.dir", FlinkRestProbe.UPLOADS);
  }

  /** A job on a {@link #session} cluster of the same namespace; its jar is for the test to name. */
  public static Manifest sessionJob(String name, String cluster) {
    return new Manifest((ObjectNode) tree(SESSION_JOB))
        .set("/metadata/name", name)
        .set("/spec/deploymentName", cluster);
  }

  /**
   * One of a FlinkDeployment's job.
   *
   * @param kind savepoint or checkpoint
   */
  public static Manifest stateSnapshot(String name, String deployment, String kind) {
    return parse("{apiVersion: flink.apache.org/v1beta1, kind: FlinkStateSnapshot, metadata: {}}")
        .set("/metadata/name", name)
        .setYaml("/spec/jobReference", "{kind: FlinkDeployment}")
        .set("/spec/jobReference/name", deployment)
        .setYaml("/spec/" + kind, "{}");
  }

  private static Manifest job(String name, FlinkVersion version, String jar) {
    Manifest manifest = new Manifest((ObjectNode) tree(STREAMING));
    return manifest
        .set("/metadata/name", name)
        .set("/spec/image", version.image())
        .set("/spec/flinkVersion", version.specValue())
        .set("/spec/job/jarURI", JAR.formatted(jar));
  }

  /** Sets the value at a JSON pointer; objects on the way there are made. */
  public Manifest set(String pointer, Object value) {
    parent(pointer).set(last(pointer), Serialization.jsonMapper().valueToTree(value));
    return this;
  }

  /** Sets the value at a JSON pointer to what a piece of YAML says. */
  public Manifest setYaml(String pointer, String yaml) {
    return set(pointer, tree(yaml));
  }

  public Manifest remove(String pointer) {
    parent(pointer).remove(last(pointer));
    return this;
  }

  public Manifest flinkConfig(String key, String value) {
    ((ObjectNode) root.at("/spec/flinkConfiguration")).put(key, value);
    return this;
  }

  public Manifest withoutFlinkConfig(String key) {
    ((ObjectNode) root.at("/spec/flinkConfiguration")).remove(key);
    return this;
  }

  /** A manifest of its own, to be changed without changing this one. */
  public Manifest copy() {
    return new Manifest(root.deepCopy());
  }

  /** What stands at a JSON pointer; a missing node where nothing does. */
  public JsonNode at(String pointer) {
    return root.at(pointer);
  }

  public String name() {
    return root.at("/metadata/name").asText();
  }

  public String json() {
    return root.toString();
  }

  private static JsonNode tree(String yaml) {
    try {
      return Serialization.yamlMapper().readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not YAML: " + yaml, e);
    }
  }

  private ObjectNode parent(String pointer) {
    JsonPointer parent = JsonPointer.compile(pointer).head();
    return parent.matches() ? root : root.withObject(parent);
  }

  private static String last(String pointer) {
    return JsonPointer.compile(pointer).last().getMatchingProperty();
  }
}
