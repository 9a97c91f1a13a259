package dev.flinkoperator.sim;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * In standalone mode: the controller of the TaskManagers' Deployment, its part of the garbage
 * collector, and the kubelet. Each is a little late.
 */
final class SimTaskManagers {

  private final Timeline timeline;
  private final Dice dice;
  private final SimApi api;
  private final Story story;
  private final SimKubernetes kubernetes;
  private final Set<String> running = new HashSet<>();
  private int podNumber;

  SimTaskManagers(Timeline timeline, Dice dice, SimApi api, Story story, SimKubernetes kubernetes) {
    this.timeline = timeline;
    this.dice = dice;
    this.api = api;
    this.story = story;
    this.kubernetes = kubernetes;
  }

  /** Of a Deployment that somebody has made or written into. */
  void changed(SimTaskManagerDeployment deployment) {
    api.taskManagers.put(SimTaskManagerDeployment.NAME, deployment);
    String owner = deployment.owner();
    later(50, 1_500, () -> replicate(deployment.uid()));
    if (owner != null && !lives(owner)) {
      later(100, 3_000, () -> collect(owner, true));
    }
  }

  /** Its owner is gone, or goes in the foreground. */
  void collect(String owner, boolean foreground) {
    SimTaskManagerDeployment deployment = api.taskManagers.get(SimTaskManagerDeployment.NAME);
    if (deployment != null && owner.equals(deployment.owner()) && !lives(owner)) {
      if (foreground) {
        deleteForeground(deployment);
      } else {
        deleteBackground(deployment);
      }
    }
  }

  /** It is there until its pods are gone. */
  void deleteForeground(SimTaskManagerDeployment deployment) {
    if (!deployment.deleting()) {
      api.taskManagers.put(SimTaskManagerDeployment.NAME, deployment.ending());
      podsOf(deployment).forEach(pod -> later(20, 1_000, () -> kubernetes.evict(pod)));
      later(20, 300, () -> goneWithLast(deployment.uid()));
    }
  }

  /** The pods follow by and by. */
  void deleteBackground(SimTaskManagerDeployment deployment) {
    api.taskManagers.remove(SimTaskManagerDeployment.NAME);
    podsOf(deployment).forEach(pod -> later(200, 15_000, () -> kubernetes.evict(pod)));
  }

  /** It stays when its owner goes. */
  void orphan() {
    SimTaskManagerDeployment deployment = api.taskManagers.get(SimTaskManagerDeployment.NAME);
    if (deployment != null) {
      api.taskManagers.put(SimTaskManagerDeployment.NAME, deployment.orphaned());
    }
  }

  /** A pod's container has ended. */
  void stopped(SimPod pod) {
    if (running.remove(pod.name())) {
      kubernetes.slotsChanged(pod.deployment(), true);
    }
    String uid = pod.controller();
    if (uid != null) {
      later(50, 1_000, () -> replicate(uid));
    }
  }

  /** A pod is no more. */
  void gone(SimPod pod) {
    String uid = pod.controller();
    if (uid != null) {
      goneWithLast(uid);
    }
  }

  /** How many of them a JobManager has. */
  long runningFor(String cluster) {
    return kubernetes.podsOf(cluster).stream().filter(p -> running.contains(p.name())).count();
  }

  /** Whether they hold up the end of the JobManager Deployment they belong to. */
  boolean holdUp(String owner) {
    SimTaskManagerDeployment deployment = api.taskManagers.get(SimTaskManagerDeployment.NAME);
    return deployment != null && owner.equals(deployment.owner());
  }

  /** Somebody looks after this pod: it does not go with the JobManager Deployment by itself. */
  boolean keeps(SimPod pod) {
    SimTaskManagerDeployment deployment = api.taskManagers.get(SimTaskManagerDeployment.NAME);
    return deployment != null && deployment.uid().equals(pod.controller());
  }

  private boolean lives(String owner) {
    SimDeployment jobManager = api.deployments.get(SimApi.NAME);
    return jobManager != null && jobManager.uid().equals(owner) && !jobManager.beingDeleted();
  }

  private List<SimPod> podsOf(SimTaskManagerDeployment deployment) {
    return api.pods.all().stream()
        .filter(pod -> deployment.uid().equals(pod.controller()))
        .toList();
  }

  private void replicate(String uid) {
    SimTaskManagerDeployment deployment = api.taskManagers.get(SimTaskManagerDeployment.NAME);
    if (deployment == null || !deployment.uid().equals(uid) || deployment.deleting()) {
      return;
    }
    List<SimPod> mine =
        podsOf(deployment).stream()
            .filter(pod -> !pod.view().deleting())
            .filter(pod -> pod.deployment().equals(deployment.cluster()))
            .toList();
    for (int i = mine.size(); i < deployment.replicas(); i++) {
      create(deployment);
    }
    mine.stream().skip(deployment.replicas()).forEach(kubernetes::evict);
    // Made from a former template: as a rolling update does.
    podsOf(deployment).stream()
        .filter(pod -> !pod.deployment().equals(deployment.cluster()))
        .forEach(kubernetes::evict);
  }

  private void create(SimTaskManagerDeployment deployment) {
    String name = SimTaskManagerDeployment.NAME + "-" + ++podNumber;
    SimPod pod = SimPod.taskManager(name, deployment.cluster(), deployment.uid());
    api.pods.put(name, pod);
    later(500, 5_000, () -> start(name));
  }

  private void start(String name) {
    SimPod pod = api.pods.get(name);
    if (pod != null && !pod.view().deleting()) {
      story.tell("kubelet", "starts the TaskManager in %s", name);
      running.add(name);
      kubernetes.slotsChanged(pod.deployment(), false);
    }
  }

  private void goneWithLast(String uid) {
    SimTaskManagerDeployment deployment = api.taskManagers.get(SimTaskManagerDeployment.NAME);
    if (deployment != null
        && deployment.uid().equals(uid)
        && deployment.deleting()
        && podsOf(deployment).isEmpty()) {
      api.taskManagers.remove(SimTaskManagerDeployment.NAME);
      kubernetes.lastGone(deployment.cluster());
    }
  }

  private void later(long from, long to, Runnable deed) {
    timeline.after(dice.millis(from, to), deed);
  }
}
