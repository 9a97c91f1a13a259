package dev.flinkoperator.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Times an upgrade from the edit to RUNNING by what every watcher sees, and says how much of it is
 * the operator's own: from the edit to the first thing it does, from the end of the job to the
 * deletion of its cluster, from the last pod's end to the new Deployment, from Flink's RUNNING to
 * the status. The rest is the work of Flink and Kubernetes. Reported, never asserted: a machine may
 * be busy.
 */
public final class UpgradeTimes implements AutoCloseable {
  private enum Moment {
    EDITED,
    /** An operation is in the status, or the old cluster is being ended. */
    ACTED,
    /** Flink has completed the savepoint. */
    SAVED,
    /** The status says with what the job has ended. */
    ENDED,
    DELETING,
    GONE,
    SUBMITTED,
    /** All tasks run. */
    RUNNING,
    READY
  }

  private final FlinkResource resource;
  private final List<Watch> watches = new ArrayList<>();
  private final Map<Moment, Long> moments = new EnumMap<>(Moment.class);
  private final Set<String> oldPods = new TreeSet<>();
  private String oldDeployment = "";
  private long generation = Long.MAX_VALUE;

  private UpgradeTimes(FlinkResource resource) {
    this.resource = resource;
  }

  /** Of a resource whose job runs. */
  public static UpgradeTimes of(FlinkResource resource) {
    UpgradeTimes times = new UpgradeTimes(resource);
    Children children = resource.children();
    times.oldDeployment = children.deployment().require().getMetadata().getUid();
    children.jobManagers().forEach(pod -> times.oldPods.add(pod.getMetadata().getUid()));
    children.taskManagers().forEach(pod -> times.oldPods.add(pod.getMetadata().getUid()));
    var client = Cluster.client();
    String namespace = resource.namespace();
    times.watches.add(
        client
            .genericKubernetesResources(FlinkResource.KIND)
            .inNamespace(namespace)
            .withName(resource.name())
            .watch(new Seen<GenericKubernetesResource>(each -> times.resource(each))));
    times.watches.add(
        client
            .apps()
            .deployments()
            .inNamespace(namespace)
            .withName(resource.name())
            .watch(new Seen<Deployment>(each -> times.deployment(each))));
    times.watches.add(
        client
            .pods()
            .inNamespace(namespace)
            .withLabel("app", resource.name())
            .watch(new Seen<Pod>(times::podThere, times::podGone)));
    return times;
  }

  public void edit(Manifest manifest) {
    moment(Moment.EDITED);
    resource.apply(manifest);
    synchronized (this) {
      generation = resource.view().generation();
    }
  }

  /** When Flink completed the savepoint of the upgrade, in milliseconds since 1970. */
  public synchronized void savepointAt(long millis) {
    moments.put(Moment.SAVED, millis);
  }

  /** Once the resource is Ready again: writes a line of target/upgrade-times.txt, and prints it. */
  public synchronized void report(String story) {
    moments.put(Moment.READY, moments.getOrDefault(Moment.READY, System.currentTimeMillis()));
    moments.put(Moment.RUNNING, resource.flink().runningSince(resource.flink().onlyJob().id()));
    long acted = between(Moment.EDITED, Moment.ACTED);
    long ended = between(Moment.ENDED, Moment.DELETING);
    long submitted = between(Moment.GONE, Moment.SUBMITTED);
    long noticed = between(Moment.SAVED, Moment.ENDED) + between(Moment.RUNNING, Moment.READY);
    String line =
        String.format(
            Locale.ROOT,
            "%s: %.1f s = observe %.2f + stop %.1f + delete %.1f + submit %.2f + start %.1f; of"
                + " it our own %.2f (acted %.2f, end noticed and RUNNING noticed %.2f, deleted"
                + " %.2f, submitted %.2f)",
            story,
            seconds(between(Moment.EDITED, Moment.READY)),
            seconds(acted),
            seconds(between(Moment.ACTED, Moment.DELETING)),
            seconds(between(Moment.DELETING, Moment.GONE)),
            seconds(submitted),
            seconds(between(Moment.SUBMITTED, Moment.READY)),
            seconds(acted + ended + submitted + noticed),
            seconds(acted),
            seconds(noticed),
            seconds(ended),
            seconds(submitted));
    System.out.println(line);
    try {
      Path file = Environment.get().logs().resolveSibling("upgrade-times.txt");
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }

  private synchronized void resource(GenericKubernetesResource seen) {
    JsonNode json = Serialization.jsonMapper().valueToTree(seen);
    if (!moments.containsKey(Moment.EDITED)) {
      return;
    }
    if (json.at("/status/operation").isObject()) {
      moment(Moment.ACTED);
    }
    if (json.at("/status/restorePoint/ended").asBoolean()) {
      moment(Moment.ENDED);
    }
    StatusView view = new StatusView(json);
    if (view.generation() >= generation && view.isCurrent() && view.isTrue("Ready")) {
      moment(Moment.READY);
    }
  }

  private synchronized void deployment(Deployment seen) {
    boolean isOld = seen.getMetadata().getUid().equals(oldDeployment);
    boolean isEnding =
        seen.getMetadata().getDeletionTimestamp() != null
            || Integer.valueOf(0).equals(seen.getSpec().getReplicas());
    if (isOld && isEnding) {
      moment(Moment.ACTED);
      moment(Moment.DELETING);
    } else if (!isOld) {
      moment(Moment.SUBMITTED);
    }
  }

  /** A JobManager that is being ended may still ask for another TaskManager. */
  private synchronized void podThere(Pod pod) {
    if (!moments.containsKey(Moment.SUBMITTED)) {
      oldPods.add(pod.getMetadata().getUid());
    }
  }

  private synchronized void podGone(Pod pod) {
    if (oldPods.remove(pod.getMetadata().getUid())
        && oldPods.isEmpty()
        && !moments.containsKey(Moment.SUBMITTED)) {
      moments.put(Moment.GONE, System.currentTimeMillis());
    }
  }

  private synchronized void moment(Moment moment) {
    moments.putIfAbsent(moment, System.currentTimeMillis());
  }

  /** 0 where one of the two was not seen, as the end of a job that is simply deleted. */
  private long between(Moment from, Moment to) {
    Long begin = moments.get(from);
    Long end = moments.get(to);
    return begin == null || end == null ? 0 : Math.max(0, end - begin);
  }

  private static double seconds(long millis) {
    return millis / 1000.0;
  }

  private record Seen<T extends HasMetadata>(Consumer<T> there, Consumer<T> gone)
      implements Watcher<T> {
    Seen(Consumer<T> there) {
      this(there, each -> {});
    }

    @Override
    public void eventReceived(Action action, T object) {
      (action == Action.DELETED ? gone : there).accept(object);
    }

    @Override
    public void onClose(WatcherException cause) {
      // What was seen until then is reported.
    }
  }
}
