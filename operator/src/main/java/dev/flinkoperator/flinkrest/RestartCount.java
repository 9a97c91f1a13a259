package dev.flinkoperator.flinkrest;

/**
 * How often a job has been restarted by its JobManager.
 *
 * @param restarts negative: not known yet
 */
public record RestartCount(long restarts) {

  static final RestartCount UNKNOWN = new RestartCount(-1);

  public boolean known() {
    return restarts >= 0;
  }
}
