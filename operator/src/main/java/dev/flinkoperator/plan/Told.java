package dev.flinkoperator.plan;

/** A restore point in words, for events and messages. */
final class Told {

  private Told() {}

  static String of(RestorePoint point) {
    return switch (point.kind()) {
      case Savepoint -> "savepoint " + point.path();
      case Checkpoint -> "checkpoint " + point.path();
      case HighAvailability -> "its high-availability metadata";
      case Empty -> "empty: it had never completed a checkpoint";
    };
  }
}
