package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one pass does, decided before any of it is done.
 *
 * @param verdict what the status says
 * @param inForce the revision that the status names from now on; null: none yet
 * @param launching the revision in force still has to be launched: nothing of it has been seen
 * @param reconciled what was last deployed or suspended, for the status; null: nothing yet
 * @param steps side effects, in order
 * @param apply the revision whose children are applied after the steps; null: leave the children
 * @param follow whose REST API is asked from now on; null: nobody's
 * @param notices events about what changed
 * @param wake look again after this time even if nothing happens; null: no need
 * @param state what the status remembers about the job's state from now on; null: as before
 */
public record Plan(
    Verdict verdict,
    @Nullable Revision inForce,
    boolean launching,
    @Nullable Reconciled reconciled,
    List<Step> steps,
    @Nullable Revision apply,
    @Nullable Follow follow,
    List<Notice> notices,
    @Nullable Duration wake,
    @Nullable StateRecord state) {

  /** The job's state is as it was. */
  public Plan(
      Verdict verdict,
      @Nullable Revision inForce,
      boolean launching,
      @Nullable Reconciled reconciled,
      List<Step> steps,
      @Nullable Revision apply,
      @Nullable Follow follow,
      List<Notice> notices,
      @Nullable Duration wake) {
    this(verdict, inForce, launching, reconciled, steps, apply, follow, notices, wake, null);
  }

  public Plan {
    steps = List.copyOf(steps);
    notices = List.copyOf(notices);
  }

  /** The same deeds under another verdict. */
  Plan judged(Verdict other) {
    return new Plan(
        other, inForce, launching, reconciled, steps, apply, follow, notices, wake, state);
  }

  Plan saying(List<Notice> others) {
    return new Plan(
        verdict, inForce, launching, reconciled, steps, apply, follow, others, wake, state);
  }

  Plan keeping(StateRecord other) {
    return new Plan(
        verdict, inForce, launching, reconciled, steps, apply, follow, notices, wake, other);
  }
}
