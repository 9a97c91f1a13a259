package dev.flinkoperator.desired;

/**
 * What Flink does with the checkpoints of a job that is cancelled: by default it deletes them.
 * Every job here keeps them, also one whose state does not matter yet: an edit of its upgrade mode
 * restarts nothing, and the next stop may cancel it.
 */
public final class CheckpointRetention {

  public static final String KEY = "execution.checkpointing.externalized-checkpoint-retention";
  public static final String RETAIN = "RETAIN_ON_CANCELLATION";

  private CheckpointRetention() {}

  /** True if a configuration says otherwise. */
  public static boolean lost(EffectiveConfiguration configuration) {
    return !configuration.get(KEY, RETAIN).trim().equalsIgnoreCase(RETAIN);
  }
}
