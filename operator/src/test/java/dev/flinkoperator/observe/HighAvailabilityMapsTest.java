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
  void knows_the_maps_of_flink_1_14() {
    String job = "a517ba571446cdc4406a9a365acfa9b4";
    for (String name :
        new String[] {
          "orders-dispatcher-leader", "orders-resourcemanager-leader", "orders-restserver-leader"
        }) {
      assertThat(HighAvailabilityMaps.belongsTo("orders", map(name))).as(name).isTrue();
      assertThat(HighAvailabilityMaps.jobOf("orders", map(name))).as(name).isNull();
    }
    String map = "orders-" + job + "-jobmanager-leader";
    assertThat(HighAvailabilityMaps.jobOf("orders", map(map))).isEqualTo(job);
    assertThat(HighAvailabilityMaps.namesFor("orders", job)).contains(map);
  }

  @Test
  void leaves_other_maps_and_those_of_a_cluster_with_a_longer_name_alone() {
    for (String other :
        new String[] {
          "flink-config-orders",
          "orders-2-cluster-config-map",
          "orders-x-config-map",
          "orders-2-dispatcher-leader",
          "orders-x-jobmanager-leader"
        }) {
      assertThat(HighAvailabilityMaps.belongsTo("orders", map(other))).as(other).isFalse();
    }
  }

  private static ConfigMap map(String name) {
    return new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata().build();
  }
}
