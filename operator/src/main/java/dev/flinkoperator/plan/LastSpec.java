package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.observe.view.Observation;

/**
 * The lastReconciledSpec of a plan. As in the Apache operator its job.state says what is achieved
 * (suspended while an upgrade has ended the old job) and its upgradeMode the mode really used.
 */
final class LastSpec {

  private LastSpec() {}

  static Reconciled running(Observation seen, Revision revision) {
    return with(seen, revision.spec(), "running", revision.number() == 1);
  }

  static Reconciled suspended(Observation seen, Revision revision) {
    return with(seen, revision.spec(), "suspended", revision.number() == 1);
  }

  /** Suspended as asked: the present spec is all there is to know. */
  static Reconciled suspended(Observation seen) {
    return with(
        seen,
        SpecJson.of(seen.resource().getSpec()),
        "suspended",
        new Recorded(seen.resource()).revisionNumber() == 0);
  }

  private static Reconciled with(
      Observation seen, JsonNode spec, String state, boolean firstDeployment) {
    JsonNode copy = spec.deepCopy();
    if (copy.get("job") instanceof ObjectNode job) {
      job.put("state", state);
      job.put("upgradeMode", "stateless");
    }
    return new Reconciled(copy, firstDeployment);
  }
}
