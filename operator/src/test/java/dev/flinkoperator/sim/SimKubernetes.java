package dev.flinkoperator.sim;

import dev.flinkoperator.observe.view.JobManagerView;
import dev.flinkoperator.observe.view.PodTrouble;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Controllers, garbage collector and kubelet, each a little late. */
final class SimKubernetes {

  /** As the operator scales down what it ends. */
  private static final String ENDING = "flink-operator-end";

  private final Timeline timeline;
  private final Dice dice;
  private final SimApi api;
  private final Story story;
  private final Containers containers;
  private final SimTaskManagers taskManagers;
  private int podNumber;

  /** What runs in the JobManagers' containers. */
  interface Containers {
    void start(SimPod pod, Launched launched);

    void kill(String pod);

    /** In standalone mode, of the JobManagers of this Deployment. */
    void slotsChanged(String deployment, boolean lost);
  }

  SimKubernetes(Timeline timeline, Dice dice, SimApi api, Story story, Containers containers) {
    this.timeline = timeline;
    this.dice = dice;
    this.api = api;
    this.story = story;
    this.containers = containers;
    this.taskManagers = new SimTaskManagers(timeline, dice, api, story, this);
  }

  SimTaskManagers taskManagers() {
    return taskManagers;
  }

  void slotsChanged(String deployment, boolean lost) {
    containers.slotsChanged(deployment, lost);
  }

  SimDeployment createDeployment(String ownerUid, @Nullable String revision, OwnedFields fields) {
    SimDeployment made =
        new SimDeployment(
            new JobManagerView(
                api.newUid("deployment"),
                revision,
                Set.of(ownerUid),
                false,
                null,
                false,
                null,
                null,
                timeline.instant()),
            fields);
    api.deployments.put(SimApi.NAME, made);
    timeline.after(dice.millis(50, 1_500), () -> replicate(made.uid()));
    return made;
  }

  /** Its pods end, and no others come; those of TaskManagers are none of its business. */
  void scaleDown(SimDeployment deployment, Instant time) {
    if (!deployment.view().deleting()) {
      Map<String, String> none = Map.of(SimDeployment.REPLICAS, "0");
      OwnedFields fields = deployment.fields().applied(ENDING, none, true);
      changed(new SimDeployment(deployment.ending(time).view(), fields));
    }
  }

  /** Somebody has written other fields. */
  void changed(SimDeployment deployment) {
    api.deployments.put(SimApi.NAME, deployment);
    if (deployment.wantsPod()) {
      timeline.after(dice.millis(50, 1_500), () -> replicate(deployment.uid()));
    } else if (!deployment.beingDeleted()) {
      podsOf(deployment.uid()).stream()
          .filter(pod -> pod.view().jobManager())
          .forEach(pod -> later(20, 1_000, () -> scaledAway(pod)));
    }
  }

  /** Unless it has been scaled up again. */
  private void scaledAway(SimPod pod) {
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    if (deployment == null
        || !deployment.uid().equals(pod.deployment())
        || !deployment.wantsPod()) {
      end(pod.name());
    }
  }

  /** Foreground: the Deployment is there until its pods are gone. */
  void deleteForeground(SimDeployment deployment) {
    if (!deployment.beingDeleted()) {
      api.deployments.put(SimApi.NAME, deployment.ending(null));
      withoutKeeper(deployment.uid()).forEach(pod -> later(20, 1_000, () -> end(pod.name())));
      if (taskManagers.holdUp(deployment.uid())) {
        later(20, 1_000, () -> taskManagers.collect(deployment.uid(), true));
      }
      later(20, 300, () -> podGone(deployment.uid()));
    }
  }

  /** Background, as {@code kubectl delete} does: the pods follow by and by. */
  void deleteBackground() {
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    if (deployment != null) {
      api.deployments.remove(SimApi.NAME);
      withoutKeeper(deployment.uid()).forEach(pod -> later(200, 15_000, () -> end(pod.name())));
      if (taskManagers.holdUp(deployment.uid())) {
        later(200, 15_000, () -> taskManagers.collect(deployment.uid(), false));
      }
    }
  }

  /** The resource is gone: so is, in a while, what it owned. */
  void collect(String ownerUid) {
    later(
        100,
        5_000,
        () -> {
          SimDeployment deployment = api.deployments.get(SimApi.NAME);
          if (deployment != null && deployment.view().ownerUids().contains(ownerUid)) {
            deleteBackground();
          }
          api.revisions
              .snapshot()
              .forEach(
                  (name, kept) -> {
                    if (kept.object().ownerUid().equals(ownerUid)) {
                      api.revisions.remove(name);
                    }
                  });
          OwnedFields config = api.configs.get(SimApi.CONFIG);
          if (config != null && ownerUid.equals(config.values().get("owner"))) {
            api.configs.remove(SimApi.CONFIG);
          }
        });
  }

  void evict(SimPod pod) {
    end(pod.name());
  }

  /** The kubelet starts a container again that has ended. */
  void restartContainer(SimPod pod) {
    containers.kill(pod.name());
    unavailable(pod.deployment());
    later(500, 8_000, () -> startContainer(pod.name()));
  }

  void available(String deploymentUid) {
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    if (deployment != null && deployment.uid().equals(deploymentUid)) {
      api.deployments.put(SimApi.NAME, deployment.available());
    }
  }

  /** A JobManager has asked for a TaskManager. */
  void createTaskManager(String deploymentUid, Runnable running) {
    SimPod pod = SimPod.starting("job-taskmanager-" + ++podNumber, false, deploymentUid);
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    if (deployment == null
        || !deployment.uid().equals(deploymentUid)
        || deployment.beingDeleted()) {
      return;
    }
    api.pods.put(pod.name(), pod);
    later(500, 5_000, running);
  }

  List<SimPod> podsOf(String deploymentUid) {
    return api.pods.all().stream().filter(p -> p.deployment().equals(deploymentUid)).toList();
  }

  private List<SimPod> withoutKeeper(String uid) {
    return podsOf(uid).stream().filter(pod -> !taskManagers.keeps(pod)).toList();
  }

  private void replicate(String uid) {
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    boolean wanted =
        deployment != null
            && deployment.uid().equals(uid)
            && deployment.wantsPod()
            && podsOf(uid).stream().noneMatch(p -> p.view().jobManager() && !p.view().deleting());
    if (wanted) {
      SimPod pod = SimPod.starting("job-" + ++podNumber, true, uid);
      api.pods.put(pod.name(), pod);
      later(100, 2_000, () -> startContainer(pod.name()));
    }
  }

  private void startContainer(String name) {
    SimPod pod = api.pods.get(name);
    OwnedFields config = api.configs.get(SimApi.CONFIG);
    if (pod == null || pod.view().deleting()) {
      return;
    }
    if (config == null) {
      later(1_000, 3_000, () -> startContainer(name));
      return;
    }
    Launched launched = Launched.read(config.values());
    if (launched.image().equals(Launched.BROKEN)) {
      trouble(pod, "ImagePullBackOff");
      return;
    }
    story.tell("kubelet", "starts the JobManager in %s", name);
    containers.start(pod, launched);
  }

  private void trouble(SimPod pod, String reason) {
    api.pods.put(
        pod.name(),
        pod.troubled(new PodTrouble(PodTrouble.Kind.CANNOT_START, reason, "no such image")));
  }

  private void end(String name) {
    SimPod pod = api.pods.get(name);
    if (pod == null || pod.view().deleting()) {
      return;
    }
    api.pods.put(name, pod.deleting());
    boolean lingers = dice.chance(0.05);
    later(0, pod.view().jobManager() ? 1_500 : 3_000, () -> stopped(name, lingers));
  }

  private void stopped(String name, boolean lingers) {
    containers.kill(name);
    SimPod pod = api.pods.get(name);
    if (pod != null && pod.view().jobManager()) {
      unavailable(pod.deployment());
      later(50, 1_000, () -> replicate(pod.deployment()));
    } else if (pod != null) {
      taskManagers.stopped(pod);
    }
    later(
        10,
        lingers ? 40_000 : 1_500,
        () -> {
          api.pods.remove(name);
          if (pod != null) {
            taskManagers.gone(pod);
            podGone(pod.deployment());
          }
        });
  }

  /** The TaskManagers of a JobManager Deployment are gone. */
  void lastGone(String uid) {
    podGone(uid);
  }

  private void podGone(String uid) {
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    boolean last = podsOf(uid).isEmpty() && !taskManagers.holdUp(uid);
    boolean its = deployment != null && deployment.uid().equals(uid);
    if (deployment != null && its && deployment.beingDeleted() && last) {
      api.deployments.remove(SimApi.NAME);
    } else if (deployment == null || !its || deployment.beingDeleted()) {
      // Its owner is going: nothing that came late may stay.
      withoutKeeper(uid).forEach(pod -> end(pod.name()));
    }
  }

  private void unavailable(String uid) {
    SimDeployment deployment = api.deployments.get(SimApi.NAME);
    if (deployment != null && deployment.uid().equals(uid) && deployment.view().available()) {
      api.deployments.put(SimApi.NAME, deployment.unavailable(timeline.instant()));
    }
  }

  private void later(long from, long to, Runnable deed) {
    timeline.after(dice.millis(from, to), deed);
  }
}
