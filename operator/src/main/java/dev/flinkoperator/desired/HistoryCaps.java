package dev.flinkoperator.desired;

import java.util.List;
import java.util.Map;

/**
 * Caps on how long a history of savepoints a resource may ask for. They are the operator's alone: a
 * resource that could set them would cap nothing.
 */
public final class HistoryCaps {

  public static final String COUNT = "kubernetes.operator.savepoint.history.max.count.threshold";
  public static final String AGE = "kubernetes.operator.savepoint.history.max.age.threshold";

  private HistoryCaps() {}

  /** What a resource has set, without them. */
  public static void without(Map<String, String> ofResource) {
    ofResource.keySet().removeAll(List.of(COUNT, AGE));
  }
}
