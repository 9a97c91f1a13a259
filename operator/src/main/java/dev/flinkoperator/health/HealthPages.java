package dev.flinkoperator.health;

import dev.flinkoperator.health.HttpPages.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The probe pages: {@code /healthz} says whether the process must be restarted, {@code /readyz}
 * whether it has started. 200 and "ok" when there is nothing to say, else 503 and a line a problem.
 */
public final class HealthPages {
  private HealthPages() {}

  /**
   * The two pages.
   *
   * @param alive problems that only a restart cures; empty when there are none
   * @param ready what is not ready yet; empty when all is
   */
  public static Map<String, Supplier<Page>> of(
      Supplier<List<String>> alive, Supplier<List<String>> ready) {
    return Map.of("/healthz", () -> page(alive.get()), "/readyz", () -> page(ready.get()));
  }

  private static Page page(List<String> problems) {
    return problems.isEmpty()
        ? Page.text(200, "ok\n")
        : Page.text(503, String.join("\n", problems) + "\n");
  }
}
