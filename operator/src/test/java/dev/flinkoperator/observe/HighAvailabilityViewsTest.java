package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.observe.view.HighAvailabilityView;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HighAvailabilityViewsTest {
  private static final String ONE = "a517ba571446cdc4406a9a365acfa9b4";
  private static final String OTHER = "b617ba571446cdc4406a9a365acfa9b4";

  @Test
  void tells_jobs_with_a_checkpoint_from_those_without() {
    List<ConfigMap> maps =
        List.of(
            map("orders-cluster-config-map", Map.of("executionPlan-" + ONE, "x")),
            map("orders-" + ONE + "-config-map", Map.of("checkpointID-0000000000000000007", "x")),
            map("orders-" + OTHER + "-config-map", Map.of("counter", "1")),
            map("orders-2-" + OTHER + "-config-map", Map.of("checkpointID-1", "x")),
            map("flink-config-orders", Map.of("config.yaml", "checkpointID-")));

    assertThat(HighAvailabilityViews.of("orders", maps))
        .isEqualTo(new HighAvailabilityView(Set.of(ONE, OTHER), Set.of(ONE)));
  }

  @Test
  void a_map_without_data_names_no_checkpoint() {
    ConfigMap empty = map("orders-" + ONE + "-config-map", Map.of());
    empty.setData(null);

    assertThat(HighAvailabilityViews.of("orders", List.of(empty)))
        .isEqualTo(new HighAvailabilityView(Set.of(ONE), Set.of()));
    assertThat(HighAvailabilityViews.namesCheckpoint(null)).isFalse();
  }

  private static ConfigMap map(String name, Map<String, String> data) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withData(data)
        .build();
  }
}
