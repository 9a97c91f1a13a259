package dev.flinkoperator.flinkrest;

import java.io.FileNotFoundException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes an endpoint into the request that goes over the wire. */
final class Requests {
  private Requests() {}

  /** Null if the address of the cluster is none. */
  static @Nullable HttpRequest of(URI cluster, Endpoint<?> endpoint) {
    String base = cluster.toString();
    String address = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(address + endpoint.path()))
              .header("Accept", "application/json");
      FilePart file = endpoint.file();
      if (file != null) {
        return form(request, endpoint, file);
      }
      String body = endpoint.body();
      if (body == null) {
        return request.method(endpoint.method(), BodyPublishers.noBody()).build();
      }
      return request
          .header("Content-Type", "application/json; charset=UTF-8")
          .method(endpoint.method(), BodyPublishers.ofString(body))
          .build();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * {@code multipart/form-data} (RFC 7578). The length is known beforehand, so nothing is chunked,
   * and the file passes through buffers of 16 KiB.
   */
  private static HttpRequest form(
      HttpRequest.Builder request, Endpoint<?> endpoint, FilePart file) {
    // Longer than chance: the file is not searched for it.
    String boundary = "flink-operator-" + UUID.randomUUID();
    String head =
        "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                .formatted(boundary, file.field(), file.fileName())
            + "Content-Type: %s\r\n\r\n".formatted(file.contentType());
    String tail = "\r\n--" + boundary + "--\r\n";
    return request
        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
        .method(
            endpoint.method(),
            BodyPublishers.concat(
                BodyPublishers.ofString(head), content(file), BodyPublishers.ofString(tail)))
        .build();
  }

  private static BodyPublisher content(FilePart file) {
    try {
      return BodyPublishers.ofFile(file.path());
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException("no such file", e);
    }
  }
}
