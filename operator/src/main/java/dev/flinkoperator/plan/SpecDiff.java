package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.SpecJson;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says what a change from the deployed spec to the present one asks for: the greatest class over
 * all changed fields, as the Apache operator classes them (its SpecDiff annotations), but for the
 * Ingress, whose edits restart nothing here (FLINK-37193).
 */
final class SpecDiff {

  private static final Set<String> IGNORED_JOB_FIELDS =
      Set.of(
          "state", // a move of the life cycle, not a change of the cluster
          "upgradeMode",
          "initialSavepointPath",
          "allowNonRestoredState",
          "savepointTriggerNonce",
          "checkpointTriggerNonce",
          "autoscalerResetNonce");
  private static final Set<String> IGNORED_CONFIGURATION =
      Set.of("job.autoscaler", "parallelism.default", "kubernetes.operator");

  private SpecDiff() {}

  static SpecChange between(JsonNode deployedSpec, JsonNode presentSpec) {
    JsonNode deployed = withoutDefaults(deployedSpec);
    JsonNode present = withoutDefaults(presentSpec);
    SpecChange greatest = SpecChange.NONE;
    if (Scaling.inPlace(deployed) && Scaling.inPlace(present)) {
      greatest = Scaling.same(deployed, present) ? SpecChange.NONE : SpecChange.BESIDE;
      Scaling.dropFrom(deployed);
      Scaling.dropFrom(present);
    }
    for (String field : fieldsOf(deployed, present)) {
      SpecChange change = field(field, deployed.path(field), present.path(field));
      if (change.compareTo(greatest) > 0) {
        greatest = change;
      }
    }
    return greatest;
  }

  /**
   * To write a default out, or to leave it out, changes nothing. The Apache operator's
   * lastReconciledSpec has these three always, whatever the user wrote.
   */
  private static JsonNode withoutDefaults(JsonNode spec) {
    JsonNode copy = spec.deepCopy();
    drop(copy, "mode", "native");
    drop(copy.path("jobManager"), "replicas", "1");
    drop(copy.path("job"), "parallelism", "0");
    return copy;
  }

  private static void drop(JsonNode part, String field, String byDefault) {
    if (part instanceof ObjectNode object && part.path(field).asText().equals(byDefault)) {
      object.remove(field);
    }
  }

  private static SpecChange field(String field, JsonNode deployed, JsonNode present) {
    return switch (field) {
      case "job" -> job(deployed, present);
      case "flinkConfiguration" -> configuration(deployed, present);
      case "ingress" -> same(deployed, present) ? SpecChange.NONE : SpecChange.BESIDE;
      case "restartNonce" -> nonce(deployed, present, SpecChange.RESTART);
      default -> same(deployed, present) ? SpecChange.NONE : SpecChange.RESTART;
    };
  }

  private static SpecChange job(JsonNode deployed, JsonNode present) {
    SpecChange redeploy =
        nonce(
            deployed.path("savepointRedeployNonce"),
            present.path("savepointRedeployNonce"),
            SpecChange.REDEPLOY);
    if (redeploy == SpecChange.REDEPLOY) {
      return redeploy;
    }
    for (String field : fieldsOf(deployed, present)) {
      if (!IGNORED_JOB_FIELDS.contains(field)
          && !field.equals("savepointRedeployNonce")
          && !same(deployed.path(field), present.path(field))) {
        return SpecChange.RESTART;
      }
    }
    return SpecChange.NONE;
  }

  /** Clearing a nonce asks for nothing; only a new value does. */
  private static SpecChange nonce(JsonNode deployed, JsonNode present, SpecChange asked) {
    return absent(present) || SpecJson.same(present, deployed) ? SpecChange.NONE : asked;
  }

  private static SpecChange configuration(JsonNode deployed, JsonNode present) {
    return deployedKeys(deployed).equals(deployedKeys(present))
        ? SpecChange.NONE
        : SpecChange.RESTART;
  }

  private static Map<String, String> deployedKeys(JsonNode configuration) {
    Map<String, String> flat = new TreeMap<>(SpecJson.flinkConfiguration(configuration));
    flat.keySet().removeIf(key -> IGNORED_CONFIGURATION.stream().anyMatch(key::startsWith));
    return flat;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return absent(one) ? absent(other) : SpecJson.same(one, other);
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isContainerNode() && node.isEmpty());
  }

  private static Set<String> fieldsOf(JsonNode one, JsonNode other) {
    Set<String> names = new TreeSet<>();
    for (Iterator<String> i = one.fieldNames(); i.hasNext(); ) {
      names.add(i.next());
    }
    for (Iterator<String> i = other.fieldNames(); i.hasNext(); ) {
      names.add(i.next());
    }
    return names;
  }
}
