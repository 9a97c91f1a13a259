package dev.flinkoperator.plan;

/**
 * What the conditions Reconciling, Stalled and Ready say together: exactly one of three.
 *
 * @param message one sentence for a person, bounded by the status writer
 */
public record Health(Kind kind, Reason reason, String message) {

  public enum Kind {
    /** On its way, or waiting for something that ends by itself: Reconciling. */
    PROGRESSING,
    /** As asked: Ready. */
    READY,
    /** Only an edit helps: Stalled. */
    STALLED
  }

  public static Health progressing(Reason reason, String message) {
    return new Health(Kind.PROGRESSING, reason, message);
  }

  public static Health ready(Reason reason, String message) {
    return new Health(Kind.READY, reason, message);
  }

  public static Health stalled(Reason reason, String message) {
    return new Health(Kind.STALLED, reason, message);
  }
}
