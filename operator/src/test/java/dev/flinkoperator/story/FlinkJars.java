package dev.flinkoperator.story;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The jars that somebody has uploaded to a fake session cluster, which may refuse more. */
final class FlinkJars {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern FILE_NAME = Pattern.compile("filename=\"([^\"]+)\"");

  private final List<String> names = new ArrayList<>();
  private @Nullable String refusal;

  /**
   * @param why null: it takes jars
   */
  synchronized void refuses(@Nullable String why) {
    refusal = why;
  }

  /** Of all uploads, oldest first. */
  synchronized List<String> names() {
    return List.copyOf(names);
  }

  synchronized boolean has(String id) {
    int end = id.indexOf('_');
    return end > 0 && names.contains(id.substring(end + 1));
  }

  synchronized FlinkJob.Answer list() {
    ObjectNode answer = NODES.objectNode().put("address", "http://x");
    ArrayNode files = answer.putArray("files");
    for (int i = 0; i < names.size(); i++) {
      files
          .addObject()
          .put("id", id(i))
          .put("name", names.get(i))
          .put("uploaded", System.currentTimeMillis());
    }
    return new FlinkJob.Answer(200, answer.toString());
  }

  synchronized FlinkJob.Answer upload(String body) {
    if (refusal != null) {
      ObjectNode answer = NODES.objectNode();
      answer.putArray("errors").add(refusal);
      return new FlinkJob.Answer(500, answer.toString());
    }
    Matcher name = FILE_NAME.matcher(body);
    if (!name.find()) {
      throw new IllegalArgumentException("no file in this upload");
    }
    names.add(name.group(1));
    return new FlinkJob.Answer(
        200,
        NODES
            .objectNode()
            .put("filename", "/tmp/flink-web-upload/" + id(names.size() - 1))
            .put("status", "success")
            .toString());
  }

  private String id(int number) {
    return "%08d-0000-4000-8000-000000000000_%s".formatted(number, names.get(number));
  }
}
