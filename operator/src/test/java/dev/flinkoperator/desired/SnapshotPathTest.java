package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SnapshotPathTest {

  @ParameterizedTest
  @CsvSource({
    "file:/state/sp-1, file:///state/sp-1",
    "file:/state/sp-1, /state/sp-1",
    "file:/state/sp-1, file:/state/sp-1/",
    "file:/state/sp-1, file:/state/sp-1/_metadata",
    "file:/state/sp-1, file:/state/sp-1/_metadata/",
    "file:/state/sp-1, FILE:/state//sp-1",
    "s3://bucket/sp-1, s3a://bucket/sp-1",
    "s3://bucket/sp-1, ' s3p://bucket/sp-1 '",
    "abfs://c@account/sp-1, abfss://c@account/sp-1",
  })
  void spellings_of_one_path_are_the_same(String one, String other) {
    assertThat(SnapshotPath.same(one, other)).isTrue();
    assertThat(SnapshotPath.digest(one)).isEqualTo(SnapshotPath.digest(other)).hasSize(36);
  }

  @ParameterizedTest
  @CsvSource({
    "file:/state/sp-1, file:/state/sp-2",
    "file:/state/sp-1, file:/state/SP-1",
    "file:/state/sp-1, file:/state/sp-1/shared",
    "s3://bucket/sp-1, s3://other/sp-1",
    "s3://bucket/sp-1, gs://bucket/sp-1",
    "file:/state/sp-1, /state/sp-1_metadata",
    "'', ''",
  })
  void other_paths_are_not(String one, String other) {
    assertThat(SnapshotPath.same(one, other)).isFalse();
  }

  @Test
  void nothing_is_the_same_as_nothing() {
    assertThat(SnapshotPath.same(null, null)).isFalse();
    assertThat(SnapshotPath.same("file:/x", null)).isFalse();
    assertThat(SnapshotPath.same(null, "file:/x")).isFalse();
  }
}
