package dev.flinkoperator.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import org.junit.jupiter.api.Test;

class HighAvailabilityMapsTest {

  @Test
  void knows_the_map_of_the_cluster_and_those_of_its_jobs() {
    assertThat(HighAvailabilityMaps.belongsTo("orders", map("orders-cluster-config-map"))).isTrue();
    assertThat(
            HighAvailabilityMaps.belongsTo(
                "orders", map("orders-a517ba571446cdc4406a9a365acfa9b4-config-map")))
        .isTrue();
  }

  @Test
  void leaves_other_maps_and_those_of_a_cluster_with_a_longer_name_alone() {
    for (String other :
        new String[] {
          "flink-config-orders", "orders-2-cluster-config-map", "orders-x-config-map"
        }) {
      assertThat(HighAvailabilityMaps.belongsTo("orders", map(other))).as(other).isFalse();
    }
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
