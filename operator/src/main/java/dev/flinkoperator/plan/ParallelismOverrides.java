package dev.flinkoperator.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flinkoperator.desired.Revision;
import dev.flinkoperator.desired.SpecJson;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parallelisms that a spec gives single vertices of its job, other than the job's code does.
 */
final class ParallelismOverrides {

  static final String KEY = "pipeline.jobvertex-parallelism-overrides";

  private static final Pattern ONE = Pattern.compile("([0-9a-fA-F]{32})\\s*:\\s*([1-9]\\d{0,8})");

  private ParallelismOverrides() {}

  /** What the spec of the revision says, or else the configuration of the operator. */
  static SortedMap<String, Integer> wanted(Revision revision) {
    return read(text(revision));
  }

  /** What its cluster was launched with. */
  static SortedMap<String, Integer> launched(Revision revision) {
    return read(revision.configuration().get(KEY));
  }

  static SortedMap<String, Integer> of(JsonNode spec) {
    return read(SpecJson.flinkConfiguration(spec.path("flinkConfiguration")).get(KEY));
  }

  /** The configuration of another cluster of the revision: what was edited since comes along. */
  static SortedMap<String, String> configuration(Revision revision) {
    String text = text(revision);
    if (text == null) {
      return revision.configuration();
    }
    SortedMap<String, String> configuration = new TreeMap<>(revision.configuration());
    configuration.put(KEY, text);
    return configuration;
  }

  private static @Nullable String text(Revision revision) {
    String own = SpecJson.flinkConfiguration(revision.spec().path("flinkConfiguration")).get(KEY);
    return own == null ? revision.configuration().get(KEY) : own;
  }

  /** Empty: there are none, or the text is no such map; Flink has a word to say about that. */
  private static SortedMap<String, Integer> read(@Nullable String text) {
    SortedMap<String, Integer> overrides = new TreeMap<>();
    if (text == null || text.isBlank()) {
      return overrides;
    }
    for (String one : text.split(",", -1)) {
      Matcher override = ONE.matcher(one.strip());
      if (!override.matches()) {
        return Collections.emptySortedMap();
      }
      overrides.put(override.group(1), Integer.parseInt(override.group(2)));
    }
    return overrides;
  }
}
