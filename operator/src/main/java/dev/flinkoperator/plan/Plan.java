package dev.flinkoperator.plan;

import dev.flinkoperator.desired.Revision;
import java.time.Duration;
import java.util.ArrayList;
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
 * @param healing what it remembers of rollback and restarts from now on; null: as before
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
    @Nullable StateRecord state,
    @Nullable Healing healing) {

  /** Nothing new of rollback and restarts. */
  public Plan(
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
    this(verdict, inForce, launching, reconciled, steps, apply, follow, notices, wake, state, null);
  }

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
    return with(other, notices, wake, state, healing);
  }

  Plan saying(List<Notice> others) {
    return with(verdict, others, wake, state, healing);
  }

  Plan keeping(StateRecord other) {
    return with(verdict, notices, wake, other, healing);
  }

  Plan healed(Healing other) {
    return with(verdict, notices, wake, state, other);
  }

  Plan recording(@Nullable Reconciled other) {
    return new Plan(
        verdict, inForce, launching, other, steps, apply, follow, notices, wake, state, healing);
  }

  Plan applying(Revision other) {
    return new Plan(
        verdict,
        inForce,
        launching,
        reconciled,
        steps,
        other,
        follow,
        notices,
        wake,
        state,
        healing);
  }

  Plan following(Follow other) {
    return new Plan(
        verdict,
        inForce,
        launching,
        reconciled,
        steps,
        apply,
        other,
        notices,
        wake,
        state,
        healing);
  }

  /** Looks again after this time at the latest. */
  Plan waking(Duration other) {
    return wake != null && wake.compareTo(other) <= 0
        ? this
        : with(verdict, notices, other, state, healing);
  }

  private Plan with(
      Verdict otherVerdict,
      List<Notice> otherNotices,
      @Nullable Duration otherWake,
      @Nullable StateRecord otherState,
      @Nullable Healing otherHealing) {
    return new Plan(
        otherVerdict,
        inForce,
        launching,
        reconciled,
        steps,
        apply,
        follow,
        otherNotices,
        otherWake,
        otherState,
        otherHealing);
  }

  /** Does this too, on the way. */
  /** The JobManager is ended by this pass. */
  boolean endsJobManager() {
    return steps.stream()
        .anyMatch(
            step ->
                step instanceof Step.ScaleDownJobManager
                    || step instanceof Step.DeleteUnbegunJobManager
                    || step instanceof Step.DeleteJobManager);
  }

  Plan beginningWith(List<Step> first) {
    List<Step> all = new ArrayList<>(first);
    all.addAll(steps);
    return new Plan(
        verdict, inForce, launching, reconciled, all, apply, follow, notices, wake, state, healing);
  }

  Plan alongWith(
      List<Step> more, List<Notice> told, @Nullable Follow following, @Nullable Duration soonest) {
    List<Step> allSteps = new ArrayList<>(steps);
    allSteps.addAll(more);
    List<Notice> allNotices = new ArrayList<>(notices);
    allNotices.addAll(told);
    boolean sooner = wake == null || (soonest != null && soonest.compareTo(wake) < 0);
    return new Plan(
        verdict,
        inForce,
        launching,
        reconciled,
        allSteps,
        apply,
        following,
        allNotices,
        sooner ? soonest : wake,
        state,
        healing);
  }
}
