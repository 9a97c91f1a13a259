package dev.flinkoperator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the operator's packages, and what the pure ones may know of the world. */
class PackagesTest {

  private static final String ROOT = "dev.flinkoperator.";

  /** Package -> packages it may use, besides its own and the model. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("config", Set.of()),
          Map.entry("flinkrest", Set.of()),
          Map.entry("event", Set.of()),
          Map.entry("metrics", Set.of()),
          Map.entry("health", Set.of()),
          Map.entry("desired", Set.of()),
          Map.entry("observe.view", Set.of("desired")),
          Map.entry("observe", Set.of("observe.view", "desired", "flinkrest")),
          Map.entry("plan", Set.of("observe.view", "desired", "event")),
          Map.entry("status", Set.of("observe.view", "desired", "plan")),
          Map.entry("jar", Set.of("flinkrest")),
          Map.entry(
              "act", Set.of("observe", "observe.view", "desired", "plan", "flinkrest", "jar")),
          // Of act only its NameTakenException.
          Map.entry("dependent", Set.of("act", "desired", "plan")),
          Map.entry(
              "controller",
              Set.of(
                  "act",
                  "dependent",
                  "desired",
                  "event",
                  "observe",
                  "observe.view",
                  "plan",
                  "status")));

  private static final String[] PURE = {ROOT + "plan..", ROOT + "desired..", ROOT + "status.."};

  private static final JavaClasses OPERATOR =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("/model-gen/"))
          .importPackages("dev.flinkoperator");

  static Set<String> packages() {
    return ARROWS.keySet();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("packages")
  void a_package_uses_only_those_it_may(String name) {
    Set<String> allowed = ARROWS.getOrDefault(name, Set.of());
    List<String> arrows = new ArrayList<>();
    for (JavaClass user : OPERATOR) {
      if (name.equals(packageOf(user))) {
        user.getDirectDependenciesFromSelf().stream()
            .map(d -> d.getTargetClass().getBaseComponentType())
            .filter(PackagesTest::ours)
            .map(PackagesTest::packageOf)
            .filter(used -> !used.equals(name) && !allowed.contains(used))
            .forEach(used -> arrows.add(user.getName() + " uses " + used));
      }
    }
    assertThat(arrows).isEmpty();
  }

  @Test
  void every_package_has_its_arrows_written_down() {
    Set<String> present =
        OPERATOR.stream().map(PackagesTest::packageOf).collect(Collectors.toSet());
    present.remove("cli");
    assertThat(ARROWS).containsOnlyKeys(present);
  }

  @Test
  void packages_have_no_cycles() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(OPERATOR);
  }

  @Test
  void what_decides_knows_only_values() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat(
            not(
                resideInAnyPackage(
                    "java..",
                    "dev.flinkoperator..",
                    "io.fabric8.kubernetes.api.model..",
                    "org.apache.flink..",
                    "com.fasterxml.jackson..",
                    "com.cronutils..",
                    "org.snakeyaml.engine..",
                    "org.jspecify..")))
        .check(OPERATOR);
  }

  /** Time is handed in, and ids come from what is observed: a repeated pass decides the same. */
  @Test
  void what_decides_asks_neither_clock_nor_chance_nor_environment() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.net.http..", "java.util.concurrent..", "java.nio.file..")
        .check(OPERATOR);
  }

  private static boolean ours(JavaClass used) {
    return used.getPackageName().startsWith(ROOT)
        && !used.getPackageName().startsWith(ROOT + "model.");
  }

  private static String packageOf(JavaClass one) {
    String name = one.getPackageName();
    return name.length() < ROOT.length() ? "" : name.substring(ROOT.length());
  }
}
