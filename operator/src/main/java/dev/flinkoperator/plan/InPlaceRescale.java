package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flinkoperator.desired.EffectiveConfiguration;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import dev.flinkoperator.observe.view.JobView;
import dev.flinkoperator.observe.view.Observation;
import dev.flinkoperator.observe.view.Reached;
import dev.flinkoperator.observe.view.RescaleQuestion;
import dev.flinkoperator.observe.view.RescaleView;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Which edits of single vertices' parallelism need no new cluster: those of a job in Flink's
 * adaptive scheduler, which can be told other bounds while it runs (FLIP-291). In reactive mode it
 * chooses them itself.
 */
final class InPlaceRescale {

  private static final String ENABLED = "kubernetes.operator.job.upgrade.inplace-scaling.enabled";

  private InPlaceRescale() {}

  /** Its owner does not want another way. */
  static boolean enabled(EffectiveConfiguration configuration) {
    return configuration.isTrue(ENABLED, true);
  }

  /** The job of the revision runs where Flink can be told how parallel. */
  static boolean applies(Revision revision) {
    SortedMap<String, String> configuration = revision.configuration();
    return !revision.session()
        && !revision.standalone()
        && revision.takesResourceRequirements()
        && "adaptive".equalsIgnoreCase(option(configuration, "jobmanager.scheduler"))
        && !"reactive".equalsIgnoreCase(option(configuration, "scheduler-mode"))
        && !ParallelismOverrides.wanted(revision).isEmpty();
  }

  static RescaleQuestion question(Revision revision) {
    return new RescaleQuestion(revision.jobId(), ParallelismOverrides.wanted(revision));
  }

  /** Flink's answer to the question; null: it has not answered it yet. */
  static @Nullable RescaleView answer(Observation seen, Revision revision) {
    RescaleView view = seen.rescale();
    return view != null && view.question().equals(question(revision)) ? view : null;
  }

  /**
   * @param change what the edit asks for where nothing is rescaled in place
   */
  static SpecChange change(
      Observation seen, Revision inForce, SpecChange change, EffectiveConfiguration configuration) {
    if (!enabled(configuration)) {
      return change;
    }
    if (change == SpecChange.RESTART) {
      JsonNode present = SpecJson.of(seen.resource().getSpec());
      return only(inForce.spec(), present) && possible(seen, inForce, present)
          ? SpecChange.BESIDE
          : change;
    }
    return change.compareTo(SpecChange.RESTART) < 0 && inVain(seen, inForce)
        ? SpecChange.RESTART
        : change;
  }

  private static boolean only(JsonNode deployed, JsonNode present) {
    return SpecDiff.between(without(deployed), without(present)).compareTo(SpecChange.BESIDE) <= 0;
  }

  private static JsonNode without(JsonNode spec) {
    ObjectNode copy = spec.deepCopy();
    ObjectNode configuration = copy.putObject("flinkConfiguration");
    SpecJson.flinkConfiguration(spec.path("flinkConfiguration")).forEach(configuration::put);
    configuration.remove(ParallelismOverrides.KEY);
    return copy;
  }

  private static boolean possible(Observation seen, Revision inForce, JsonNode present) {
    SortedMap<String, Integer> wanted = ParallelismOverrides.of(present);
    Recorded recorded = new Recorded(seen.resource());
    // Nobody knows any more what a vertex whose override is taken away would run with.
    return !wanted.isEmpty()
        && wanted.keySet().containsAll(ParallelismOverrides.wanted(inForce).keySet())
        && applies(asSpecified(inForce, present))
        && !recorded.suspended()
        && recorded.endedJob() == null
        && !ended(seen, inForce);
  }

  private static Revision asSpecified(Revision revision, JsonNode spec) {
    return new Revision(
        revision.name(),
        revision.number(),
        revision.jobId(),
        spec,
        revision.configuration(),
        revision.objects(),
        revision.restoredFrom());
  }

  private static boolean ended(Observation seen, Revision inForce) {
    JobView job =
        seen.job() instanceof Reached reached ? reached.job(inForce.jobId()).orElse(null) : null;
    return job != null && StateKnowledge.terminal(job);
  }

  /** Flink refuses, and would run with what is wanted if it were launched anew. */
  private static boolean inVain(Observation seen, Revision inForce) {
    RescaleView answer = applies(inForce) ? answer(seen, inForce) : null;
    if (answer == null || answer.refusal() == null || !inForce.overridesParallelism()) {
      return false;
    }
    return !ParallelismOverrides.launched(inForce).equals(ParallelismOverrides.wanted(inForce))
        || rescaledSince(inForce, answer);
  }

  /** It was launched with what is wanted, and an edit in between has taken it away from there. */
  private static boolean rescaledSince(Revision inForce, RescaleView answer) {
    return !inForce.name().equals(inForce.launchedAs())
        && !answer.question().metBy(answer.vertices());
  }

  private static @Nullable String option(Map<String, String> configuration, String key) {
    String value = configuration.get(key);
    return value == null ? null : value.strip();
  }
}
