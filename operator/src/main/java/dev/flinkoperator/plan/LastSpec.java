package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.observe.view.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The lastReconciledSpec of a plan. As in the Apache operator its job.state says what is achieved
 * (suspended while an upgrade has ended the old job) and its upgradeMode the mode really used.
 */
final class LastSpec {

  private LastSpec() {}

  static Reconciled running(Observation seen, Revision revision) {
    return with(revision.spec(), "running", mode(revision), revision.number() == 1);
  }

  static Reconciled suspended(Observation seen, Revision revision) {
    return with(revision.spec(), "suspended", mode(revision), revision.number() == 1);
  }

  /** On the way from one cluster to the next, the state at this point. */
  static Reconciled suspended(Observation seen, Revision revision, RestorePoint point) {
    return with(revision.spec(), "suspended", mode(point), revision.number() == 1);
  }

  /**
   * Suspended as asked: the present spec is all there is to know. That there was state to keep
   * stays said, though nobody knows any more where it is.
   */
  static Reconciled suspended(Observation seen, @Nullable RestorePoint point) {
    Recorded recorded = new Recorded(seen.resource());
    Reconciled last = recorded.reconciled();
    String mode =
        point == null && last != null && recorded.suspended() && recorded.lastDeployedWasStateful()
            ? last.spec().path("job").path("upgradeMode").asText()
            : mode(point);
    return with(
        SpecJson.of(seen.resource().getSpec()),
        "suspended",
        mode,
        new Recorded(seen.resource()).revisionNumber() == 0);
  }

  /**
   * Trigger nonces as in the Apache operator: those that have been acted on, not those that wait.
   *
   * @param state what the status remembers from now on
   */
  static @Nullable Reconciled withNonces(@Nullable Reconciled reconciled, StateRecord state) {
    if (reconciled == null || !(reconciled.spec().get("job") instanceof ObjectNode)) {
      return reconciled;
    }
    JsonNode copy = reconciled.spec().deepCopy();
    if (copy.get("job") instanceof ObjectNode job) {
      nonce(job, "savepointTriggerNonce", state.savepointNonce());
      nonce(job, "checkpointTriggerNonce", state.checkpointNonce());
    }
    return new Reconciled(copy, reconciled.firstDeployment());
  }

  private static void nonce(ObjectNode job, String name, @Nullable Long consumed) {
    if (consumed != null) {
      job.put(name, consumed);
    } else {
      job.remove(name);
    }
  }

  static String mode(@Nullable RestorePoint point) {
    if (point == null) {
      return "stateless";
    }
    return switch (point.kind()) {
      case Savepoint -> "savepoint";
      case Checkpoint, HighAvailability -> "last-state";
      case Empty -> "stateless";
    };
  }

  static String mode(Revision revision) {
    String from = revision.restoredFrom();
    if (from == null) {
      return "stateless";
    }
    return from.equals(StateKnowledge.METADATA) ? "last-state" : "savepoint";
  }

  static Reconciled with(JsonNode spec, String state, String mode, boolean firstDeployment) {
    JsonNode copy = spec.deepCopy();
    if (copy.get("job") instanceof ObjectNode job) {
      job.put("state", state);
      job.put("upgradeMode", mode);
    }
    return new Reconciled(copy, firstDeployment);
  }
}
