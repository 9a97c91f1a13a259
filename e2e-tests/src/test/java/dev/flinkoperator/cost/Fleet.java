package dev.flinkoperator.cost;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;

/** The FlinkDeployments of a measurement: job-0, job-1, … in one namespace. */
final class Fleet implements AutoCloseable {
  static final String NAMESPACE = "cost";

  private static final ResourceDefinitionContext KIND =
      new ResourceDefinitionContext.Builder()
          .withGroup("flink.apache.org")
          .withVersion("v1beta1")
          .withKind("FlinkDeployment")
          .withPlural("flinkdeployments")
          .withNamespaced(true)
          .build();

  /** How many changes are sent at a time, as by a GitOps tool in a hurry. */
  private static final int SENDERS = 8;

  private static final Duration PATIENCE = Duration.ofMinutes(8);

  private final KubernetesClient client;
  private final String template;
  private final int count;
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
  private final SharedIndexInformer<GenericKubernetesResource> seen;

  /**
   * @param template a manifest with {@code NAME} for the name
   */
  Fleet(KubernetesClient client, String template, int count) {
    this.client = client;
    this.template = template;
    this.count = count;
    this.seen = client.genericKubernetesResources(KIND).inNamespace(NAMESPACE).inform();
  }

  static String name(int number) {
    return "job-" + number;
  }

  /** All numbers, from 0 on. */
  IntStream numbers() {
    return IntStream.range(0, count);
  }

  void createAll() {
    forAll(
        number -> {
          var manifest =
              Serialization.unmarshal(
                  template.replace("NAME", name(number)), GenericKubernetesResource.class);
          client
              .genericKubernetesResources(KIND)
              .inNamespace(NAMESPACE)
              .resource(manifest)
              .create();
        });
  }

  void deleteAll() {
    forAll(
        number ->
            client
                .genericKubernetesResources(KIND)
                .inNamespace(NAMESPACE)
                .withName(name(number))
                .delete());
  }

  void editAll(int round) {
    forAll(number -> edit(number, round));
  }

  /** Changes what the TaskManagers get, for which they must be replaced; each round differently. */
  void edit(int number, int round) {
    var patch =
        "{\"spec\": {\"taskManager\": {\"resource\": {\"memory\": \"%dm\"}}}}"
            .formatted(2048 + 64 * round);
    client
        .genericKubernetesResources(KIND)
        .inNamespace(NAMESPACE)
        .withName(name(number))
        .patch(PatchContext.of(PatchType.JSON_MERGE), patch);
  }

  /** Returns when every one is Ready in its present generation. */
  void awaitReady() {
    awaitNone("not Ready", this::isReady);
  }

  /** Returns when none is left. */
  void awaitGone() {
    awaitNone("still there", number -> find(number) == null);
  }

  boolean isReady(int number) {
    var resource = find(number);
    if (resource == null) {
      return false;
    }
    long generation = resource.getMetadata().getGeneration();
    List<Object> conditions = resource.get("status", "conditions");
    return generation == observedGeneration(number)
        && conditions != null
        && conditions.stream().anyMatch(condition -> isReady(condition, generation));
  }

  /** The generation the operator last judged; -1 before the first. */
  long observedGeneration(int number) {
    var resource = find(number);
    Number generation = resource == null ? null : resource.get("status", "observedGeneration");
    return generation == null ? -1 : generation.longValue();
  }

  /** What the status says of the job; empty if nothing. */
  String jobState(int number) {
    var resource = find(number);
    String state = resource == null ? null : resource.get("status", "jobStatus", "state");
    return state == null ? "" : state;
  }

  @Override
  public void close() {
    seen.close();
    senders.shutdownNow();
  }

  private static boolean isReady(Object condition, long generation) {
    return condition instanceof java.util.Map<?, ?> map
        && "Ready".equals(map.get("type"))
        && "True".equals(map.get("status"))
        && map.get("observedGeneration") instanceof Number of
        && of.longValue() == generation;
  }

  private @org.jspecify.annotations.Nullable GenericKubernetesResource find(int number) {
    return seen.getStore().getByKey(NAMESPACE + "/" + name(number));
  }

  private void awaitNone(String what, java.util.function.IntPredicate isDone) {
    try {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> numbers().allMatch(isDone));
    } catch (ConditionTimeoutException e) {
      var late = numbers().filter(isDone.negate()).toArray();
      throw new IllegalStateException(
          "After %s %d of %d are %s, such as %s: %s"
              .formatted(
                  PATIENCE,
                  late.length,
                  count,
                  what,
                  name(late[0]),
                  Serialization.asYaml(find(late[0]))),
          e);
    }
  }

  private void forAll(IntConsumer action) {
    var tasks =
        numbers()
            .mapToObj(
                number ->
                    (Callable<Boolean>)
                        () -> {
                          action.accept(number);
                          return true;
                        })
            .toList();
    try {
      for (var sent : senders.invokeAll(tasks)) {
        sent.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A change was not accepted: " + e.getCause(), e);
    }
  }
}
