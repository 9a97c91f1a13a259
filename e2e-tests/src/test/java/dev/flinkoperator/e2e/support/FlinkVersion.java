package dev.flinkoperator.e2e.support;

import java.util.stream.Stream;

/** The Flink versions every cluster has images of. */
public enum FlinkVersion {
  V1_20("v1_20", "flink:1.20", "1.20."),
  V2_3("v2_3", "flink:2.3", "2.3.");

  private final String specValue;
  private final String image;
  private final String reportedPrefix;

  FlinkVersion(String specValue, String image, String reportedPrefix) {
    this.specValue = specValue;
    this.image = image;
    this.reportedPrefix = reportedPrefix;
  }

  /** For a long story: the version it is usually told of; all of them in the profile "full". */
  public static Stream<FlinkVersion> usually(FlinkVersion version) {
    return Boolean.getBoolean("e2e.everyVersion") ? Stream.of(values()) : Stream.of(version);
  }

  /** The same image under its full name: to Kubernetes, and to the operator, another one. */
  public String imageByItsFullName() {
    return "docker.io/library/" + image;
  }

  /** A resource's name with the version in it. */
  public String in(String name) {
    return name + "-" + specValue.replace('_', '-');
  }

  /** As in {@code spec.flinkVersion}. */
  public String specValue() {
    return specValue;
  }

  public String image() {
    return image;
  }

  /** How the version begins that Flink's REST API reports. */
  public String reportedPrefix() {
    return reportedPrefix;
  }
}
