package dev.flinkoperator.desired;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A Flink release line, written {@code v1_20} in the API. */
record FlinkVersion(int major, int minor) implements Comparable<FlinkVersion> {
  private static final Pattern FORM = Pattern.compile("v(\\d{1,3})_(\\d{1,3})");
  private static final FlinkVersion OLDEST = new FlinkVersion(1, 14);
  private static final Comparator<FlinkVersion> ORDER =
      Comparator.comparingInt(FlinkVersion::major).thenComparingInt(FlinkVersion::minor);

  /** Null if the text is not a version. */
  static @Nullable FlinkVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? new FlinkVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)))
        : null;
  }

  static FlinkVersion of(FlinkDeploymentSpec spec) {
    if (spec.getFlinkVersion() == null) {
      throw new RenderingException(
          "spec.flinkVersion is not set; set it to the Flink version of the image, for example v2_3.");
    }
    FlinkVersion version = parse(spec.getFlinkVersion().getValue());
    if (version == null) {
      throw new RenderingException("spec.flinkVersion must look like v2_3.");
    }
    if (version.compareTo(OLDEST) < 0) {
      throw new RenderingException(
          "spec.flinkVersion: Flink %s is not supported; the oldest that is is %s."
              .formatted(version, OLDEST));
    }
    return version;
  }

  boolean isBefore(int otherMajor, int otherMinor) {
    return compareTo(new FlinkVersion(otherMajor, otherMinor)) < 0;
  }

  /**
   * Flink 2 reads only {@code config.yaml}; before that {@code flink-conf.yaml} is what every
   * release reads.
   */
  boolean readsConfigYaml() {
    return major >= 2;
  }

  @Override
  public int compareTo(FlinkVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
