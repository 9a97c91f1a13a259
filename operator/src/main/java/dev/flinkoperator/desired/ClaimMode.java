package dev.flinkoperator.desired;

import java.util.List;
import java.util.Map;

/** Whom the files belong to that a job is restored from (Flink docs, Savepoints, "Claim mode"). */
public final class ClaimMode {

  /** The present name of the option and, until Flink 1.19, the former one. */
  private static final List<String> KEYS =
      List.of("execution.state-recovery.claim-mode", "execution.savepoint-restore-mode");

  private ClaimMode() {}

  /** Checkpoints may be made of these files: the mode is another one than NO_CLAIM, the default. */
  public static boolean shares(Map<String, String> configuration) {
    return KEYS.stream()
        .map(configuration::get)
        .anyMatch(mode -> mode != null && !mode.trim().equalsIgnoreCase("NO_CLAIM"));
  }
}
