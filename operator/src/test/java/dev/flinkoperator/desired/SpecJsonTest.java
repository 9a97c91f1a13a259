package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flinkoperator.model.v1beta1.FlinkDeploymentSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class SpecJsonTest {

  /** Otherwise each pass would take a recorded nonce for a new one, and restart the job. */
  @Test
  void a_spec_equals_itself_read_back_from_a_record() throws Exception {
    FlinkDeploymentSpec spec =
        Serialization.unmarshal(
            """
            restartNonce: 1
            jobManager: {replicas: 1, resource: {cpu: 1, memory: 1g}}
            job: {parallelism: 2, savepointRedeployNonce: 7}
            flinkConfiguration: {taskmanager.numberOfTaskSlots: 2, web: {timeout: 10000}}
            """,
            FlinkDeploymentSpec.class);

    var recorded = SpecJson.MAPPER.readTree(SpecJson.of(spec).toString());

    assertThat(SpecJson.of(spec)).isEqualTo(recorded);
  }
}
