package dev.flinkoperator.e2e.support;

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
