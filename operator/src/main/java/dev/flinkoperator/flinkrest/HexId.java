package dev.flinkoperator.flinkrest;

/** Ids that become part of a path: nothing but what Flink makes of them may get there. */
final class HexId {

  private HexId() {}

  /**
   * @throws IllegalArgumentException unless it is 32 hex digits
   */
  static void require(String what, String id) {
    if (!is(id)) {
      throw new IllegalArgumentException(what + " is 32 hex digits, not " + OneLine.of(id, 60));
    }
  }

  /** An id that Flink tells. */
  static String read(String field, Fields answer) throws UnexpectedAnswerException {
    String id = answer.text(field);
    if (!is(id)) {
      throw new UnexpectedAnswerException("field '" + field + "' is no id");
    }
    return id;
  }

  static boolean is(String id) {
    return id.matches("[0-9a-fA-F]{32}");
  }
}
