package dev.flinkoperator.flinkrest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The client, a server to talk to, and a listener that takes notes. */
final class CallerBench implements AutoCloseable {
  final List<String> told = new CopyOnWriteArrayList<>();
  final FlinkStub flink;
  FlinkRestCaller rest;

  CallerBench() throws IOException {
    flink = new FlinkStub();
    rest = caller(RestSettings.defaults());
  }

  @Override
  public void close() {
    rest.close();
    flink.close();
  }

  /** From now on with other limits. */
  void use(RestSettings settings) {
    rest.close();
    rest = caller(settings);
  }

  private FlinkRestCaller caller(RestSettings settings) {
    return new FlinkRestCaller(
        settings, (endpoint, outcome, nanos) -> told.add(endpoint + " " + outcome.tag()));
  }

  String prefix(String path) {
    return "GET " + flink.address() + path + ": ";
  }

  <T> T answer(Endpoint<T> endpoint) throws Exception {
    return rest.call(flink.address(), endpoint).get(60, TimeUnit.SECONDS);
  }

  FlinkRestException failure(Endpoint<?> endpoint) {
    return failure(flink.address(), endpoint);
  }

  FlinkRestException failure(URI address, Endpoint<?> endpoint) {
    return failure(rest.call(address, endpoint));
  }

  static FlinkRestException failure(CompletableFuture<?> call) {
    ExecutionException thrown =
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> call.get(60, TimeUnit.SECONDS))
            .actual();
    FlinkRestException failure = (FlinkRestException) Objects.requireNonNull(thrown.getCause());
    assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(FlinkRestException.MAX_MESSAGE);
    assertThat(failure.getStackTrace()).isEmpty();
    return failure;
  }
}
