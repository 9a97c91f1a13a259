package dev.flinkoperator.flinkrest;

/** Ids that become part of a path: nothing but what Flink makes of them may get there. */
final class HexId {

  private HexId() {}

  /**
   * @throws IllegalArgumentException unless it is 32 hex digits
   */
  static void require(String what, String id) {
    if (!id.matches("[0-9a-fA-F]{32}")) {
      throw new IllegalArgumentException(what + " is 32 hex digits, not " + OneLine.of(id, 60));
    }
  }
}
