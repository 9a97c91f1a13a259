package dev.flinkoperator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecDiffTest {

  @ParameterizedTest(name = "{0} -> {1}: {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"image":"a"} | {"image":"a"} | NONE
          {"image":"a"} | {"image":"b"} | RESTART
          {} | {"podTemplate":{}} | NONE
          {"mode":"native"} | {} | NONE
          {"jobManager":{"replicas":1}} | {} | NONE
          {"jobManager":{"replicas":2}} | {} | RESTART
          {"job":{"parallelism":0}} | {"job":{}} | NONE
          {"restartNonce":1} | {"restartNonce":2} | RESTART
          {} | {"restartNonce":1} | RESTART
          {"restartNonce":1} | {} | NONE
          {} | {"ingress":{"template":"x"}} | BESIDE
          {"ingress":{"template":"x"}} | {} | BESIDE
          {"ingress":{"template":"x"},"image":"a"} | {"image":"b"} | RESTART
          {"job":{"state":"running"}} | {"job":{"state":"suspended"}} | NONE
          {"job":{"upgradeMode":"stateless"}} | {"job":{"upgradeMode":"savepoint"}} | NONE
          {"job":{}} | {"job":{"savepointTriggerNonce":4}} | NONE
          {"job":{}} | {"job":{"initialSavepointPath":"s3://x"}} | NONE
          {"job":{"parallelism":2}} | {"job":{"parallelism":3}} | RESTART
          {"job":{"args":["a"]}} | {"job":{"args":["a","b"]}} | RESTART
          {"job":{"savepointRedeployNonce":1}} | {"job":{"savepointRedeployNonce":2}} | REDEPLOY
          {"job":{"savepointRedeployNonce":1}} | {"job":{}} | NONE
          {"flinkConfiguration":{"a":{"b":1}}} | {"flinkConfiguration":{"a.b":"1"}} | NONE
          {"flinkConfiguration":{"a.b":"1"}} | {"flinkConfiguration":{"a.b":"2"}} | RESTART
          {} | {"flinkConfiguration":{"kubernetes.operator.savepoint.history.max.age":"1h"}} | NONE
          {} | {"flinkConfiguration":{"job.autoscaler.enabled":"true"}} | NONE
          {} | {"flinkConfiguration":{"parallelism.default":4}} | NONE
          """)
  void classes_a_change(String deployed, String present, SpecChange expected)
      throws JsonProcessingException {
    assertThat(SpecDiff.between(json(deployed), json(present))).isEqualTo(expected);
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }
}
