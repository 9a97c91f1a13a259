package dev.flinkoperator.flinkrest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;

/** Makes what came over the wire into what the endpoint promises, or into the one exception. */
final class AnswerReader {
  private static final int MAX_DETAIL = 120;

  private final ObjectMapper json = new ObjectMapper();

  <T> T read(URI cluster, Endpoint<T> endpoint, HttpResponse<byte[]> response) {
    int status = response.statusCode();
    if (status / 100 != 2) {
      String detail = endpoint.detail(Refusal.errors(json, response.body()));
      T known = endpoint.readRefusal(status, detail);
      if (known != null) {
        return known;
      }
      throw FlinkRestException.ofStatus(
          cluster, endpoint, status, endpoint.explain(status, detail));
    }
    try {
      JsonNode answer = json.readTree(response.body());
      return endpoint.read(answer);
    } catch (JsonProcessingException e) {
      // Jackson's own message would quote the answer.
      throw malformed(cluster, endpoint, "answer is not JSON");
    } catch (IOException e) {
      throw malformed(cluster, endpoint, "answer is not text");
    } catch (UnexpectedAnswerException e) {
      throw malformed(cluster, endpoint, "unexpected answer: " + e.getMessage());
    } catch (RuntimeException e) {
      String what = OneLine.of(e.toString(), MAX_DETAIL);
      throw malformed(cluster, endpoint, "answer cannot be read: " + what);
    }
  }

  private static FlinkRestException malformed(URI cluster, Endpoint<?> endpoint, String reason) {
    return FlinkRestException.of(cluster, endpoint, Outcome.MALFORMED, reason);
  }
}
