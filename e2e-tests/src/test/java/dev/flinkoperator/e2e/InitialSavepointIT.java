package dev.flinkoperator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.e2e.support.Attempt;
import dev.flinkoperator.e2e.support.Diary;
import dev.flinkoperator.e2e.support.FlinkResource;
import dev.flinkoperator.e2e.support.FlinkVersion;
import dev.flinkoperator.e2e.support.Journey;
import dev.flinkoperator.e2e.support.Patience;
import dev.flinkoperator.e2e.support.TestNamespace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user brings a job along from elsewhere, as a savepoint. */
@Tag("full")
class InitialSavepointIT {
  @RegisterExtension final TestNamespace namespace = new TestNamespace();

  @ParameterizedTest(name = "{0}")
  @EnumSource(FlinkVersion.class)
  void a_job_starts_from_the_savepoint_of_another_one(FlinkVersion version) {
    Journey journey = Journey.in(namespace);
    FlinkResource elsewhere = namespace.apply(journey.manifest("elsewhere", version));
    elsewhere.awaitRunning();
    Diary before = journey.awaitGoesOn(elsewhere, Diary.EMPTY);
    elsewhere.flink().triggerSavepoint(elsewhere.flink().onlyJob().id());
    String savepoint =
        Patience.until("the savepoint is complete")
            .until(() -> journey.savepoints(elsewhere), made -> made.size() == 1)
            .get(0);
    Diary after = journey.diary(elsewhere);

    FlinkResource resource =
        namespace.apply(
            journey
                .manifest("orders", version)
                .set("/spec/job/upgradeMode", "savepoint")
                .set("/spec/job/initialSavepointPath", savepoint));

    resource.awaitRunning();
    Attempt restored = journey.awaitGoesOn(resource, Diary.EMPTY).latest();
    assertThat(restored.first())
        .as("where it went on; the other one wrote:\n%s", after)
        .isBetween(before.lastNumber() + 1, after.lastNumber() + 1);
    assertThat(restored.contradictions()).isEmpty();
    after.assertWhole();
  }
}
