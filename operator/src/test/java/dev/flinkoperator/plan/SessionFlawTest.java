package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The walks of session jobs bite: an operator that lacks one precaution soon fails them. */
@NullUnmarked
class SessionFlawTest {

  private static final int SEEDS = 300;

  static List<Arguments> flaws() {
    return List.of(
        Arguments.of("state is forgotten", SessionFlaws.stateForgotten(), "was known"),
        Arguments.of(
            "checkpoints are not retained",
            SessionFlaws.checkpointsNotRetained(),
            "whose files are gone"),
        Arguments.of(
            "the end of a job is not waited for",
            SessionFlaws.endNotWaitedFor(),
            "2 jobs of one resource run"),
        Arguments.of(
            "what may begin late is not waited for",
            SessionFlaws.lateSubmissionsNotWaitedFor(),
            "a job runs whose resource is gone"),
        Arguments.of(
            "what a former process has sent is forgotten",
            SessionFlaws.formerSubmissionsForgotten(),
            "a job runs whose resource is gone"),
        Arguments.of(
            "a cluster does not wait for its jobs",
            SessionFlaws.jobsNotWaitedFor(),
            "the cluster ends while it is known to run job"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flaws")
  void is_noticed_within_so_many_seeds(String what, SessionFlaw flaw, String failure) {
    Optional<String> caught =
        LongStream.rangeClosed(1, SEEDS)
            .mapToObj(seed -> caught(seed, flaw))
            .flatMap(Optional::stream)
            .filter(told -> told.contains(failure))
            .findFirst();
    assertThat(caught).as(what).isPresent();
    System.out.printf("%s: caught by %s%n", what, caught.orElseThrow().lines().findFirst().get());
  }

  private static Optional<String> caught(long seed, SessionFlaw flaw) {
    return SessionJobWalk.failure(seed, flaw).or(() -> SessionTogetherWalk.failure(seed, flaw));
  }
}
