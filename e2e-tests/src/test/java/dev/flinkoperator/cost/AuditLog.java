package dev.flinkoperator.cost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

/** Counts one user's requests in the API server's audit log, which it writes as it answers. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final String user;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** The end of the log as it is now, in bytes. */
  long mark() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Requests since(long mark) {
    return between(mark, mark());
  }

  Requests between(long from, long to) {
    var counts = new TreeMap<Request, Integer>();
    var refused = new TreeMap<String, Integer>();
    try (var content = new RandomAccessFile(file.toFile(), "r")) {
      content.seek(from);
      var lines =
          new BufferedReader(
              new InputStreamReader(
                  Channels.newInputStream(content.getChannel()), StandardCharsets.UTF_8));
      var left = to - from;
      String line;
      while (left > 0 && (line = lines.readLine()) != null) {
        left -= line.getBytes(StandardCharsets.UTF_8).length + 1L;
        count(line, counts, refused);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Requests(counts, refused);
  }

  private void count(
      String line, TreeMap<Request, Integer> counts, TreeMap<String, Integer> refused)
      throws IOException {
    // Most lines are others' requests; reading them as JSON would cost more than the operator.
    if (!line.contains(user)) {
      return;
    }
    var event = JSON.readTree(line);
    var request = request(event);
    // A watch is told of when it begins and again when it ends.
    var begins = event.path("stage").asText().equals("ResponseStarted");
    if (!event.path("user").path("username").asText().equals(user)
        || request.ofLease()
        || begins != request.verb().equals("watch")) {
      return;
    }
    counts.merge(request, 1, Integer::sum);
    var status = event.path("responseStatus").path("code").asInt();
    if (status >= 400) {
      refused.merge(request + " " + status, 1, Integer::sum);
    }
  }

  private static Request request(JsonNode event) {
    var object = event.path("objectRef");
    var verb = event.path("verb").asText();
    if (object.isMissingNode()) {
      return new Request(verb, event.path("requestURI").asText().replaceAll("\\?.*", ""));
    }
    var sub = object.path("subresource").asText();
    return new Request(verb, object.path("resource").asText() + (sub.isEmpty() ? "" : "/" + sub));
  }
}
