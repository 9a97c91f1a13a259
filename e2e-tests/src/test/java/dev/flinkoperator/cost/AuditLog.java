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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Counts one user's requests in the API server's audit log, which it writes as it answers. */
final class AuditLog {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern RESOURCE = Pattern.compile("job-\\d+");

  private final Path file;
  private final String user;

  AuditLog(Path file, String user) {
    this.file = file;
    this.user = user;
  }

  /** The end of the last whole line as the log is now, in bytes. */
  long mark() {
    try (var content = new RandomAccessFile(file.toFile(), "r")) {
      var end = content.length();
      while (end > 0) {
        content.seek(end - 1);
        if (content.read() == '\n') {
          break;
        }
        end--;
      }
      return end;
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
    var made = new TreeMap<String, List<Request>>();
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
        count(line, counts, refused, made);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Requests(counts, refused, made);
  }

  private void count(
      String line,
      TreeMap<Request, Integer> counts,
      TreeMap<String, Integer> refused,
      TreeMap<String, List<Request>> made)
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
    resource(event)
        .ifPresent(name -> made.computeIfAbsent(name, any -> new ArrayList<>()).add(request));
    var status = event.path("responseStatus").path("code").asInt();
    if (status >= 400) {
      refused.merge(request + " " + status, 1, Integer::sum);
    }
  }

  /** Children have the resource's name in theirs; who lists them names it in the selector. */
  private static Optional<String> resource(JsonNode event) {
    var name = event.path("objectRef").path("name").asText();
    return RESOURCE
        .matcher(name.isEmpty() ? event.path("requestURI").asText() : name)
        .results()
        .map(MatchResult::group)
        .findFirst();
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
