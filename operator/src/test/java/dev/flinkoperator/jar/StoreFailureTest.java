package dev.flinkoperator.jar;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the words of Flink's own plugins (2.3.0), as far as they came. */
class StoreFailureTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "com.amazonaws.services.s3.model.AmazonS3Exception: The specified key does not exist."
            + " (Service: Amazon S3; Status Code: 404; Error Code: NoSuchKey;)| no such file",
        "com.amazonaws.services.s3.model.AmazonS3Exception: The specified bucket does not exist"
            + " (Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket)| no such bucket",
        "The request signature we calculated does not match (Service: Amazon S3; Status Code: 403;"
            + " Error Code: SignatureDoesNotMatch)| the store denies access",
        "Failed to get file status for s3://jars/job.jar (HTTP 403: Forbidden)| the store denies",
        "Unable to load credentials from any of the providers in the chain X(y@1)| no credentials",
        "No AWS Credentials provided: Unable to load AWS credentials from x| no credentials"
      })
  void puts_into_plain_words_what_the_store_has_said(String said, String reason) {
    assertThat(StoreFailure.reason(new IOException(said))).contains(reason);
    assertThat(StoreFailure.reason(new RuntimeException("wrapped", new IOException(said))))
        .contains(reason);
  }

  @Test
  void finds_the_cause_below_what_plugins_wrap_around_it() {
    ConnectException refused = new ConnectException("Connection refused");

    assertThat(
            StoreFailure.reason(
                new IOException("getFileStatus on s3://j/x", new IllegalStateException(refused))))
        .isEqualTo("no connection to the store");
    assertThat(StoreFailure.reason(new UncheckedIOException(new AccessDeniedException("s3://j/x"))))
        .startsWith("the store denies access");
    assertThat(StoreFailure.reason(new FileNotFoundException("x"))).isEqualTo("no such file");
  }

  @Test
  void leaves_the_names_of_packages_out_and_says_something_always() {
    assertThat(
            StoreFailure.reason(
                new IOException(
                    "open on s3://j/x: org.apache.hadoop.fs.s3a.NoVersionAttributeException: no ETag"
                        + " at repo.example.com")))
        .isEqualTo("open on s3://j/x: NoVersionAttributeException: no ETag at repo.example.com");
    assertThat(StoreFailure.reason(new IllegalStateException())).isEqualTo("IllegalStateException");
    assertThat(StoreFailure.reason(new IOException("x".repeat(9000)))).hasSize(160);
  }
}
