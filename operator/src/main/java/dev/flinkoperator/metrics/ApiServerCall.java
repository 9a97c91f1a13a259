package dev.flinkoperator.metrics;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request in Kubernetes' words.
 *
 * @param verb as in RBAC, server-side apply apart
 * @param resource the plural, with its subresource after a slash; "other" for what is no resource
 */
record ApiServerCall(String verb, String resource) {

  static ApiServerCall of(String method, URI uri, String contentType) {
    var path = resourcePath(uri.getPath() == null ? "" : uri.getPath());
    if (path.isEmpty()) {
      return new ApiServerCall(method.toLowerCase(Locale.ROOT), "other");
    }
    boolean named = path.size() > 1;
    var resource = path.size() > 2 ? path.get(0) + "/" + path.get(2) : path.get(0);
    return new ApiServerCall(verb(method, named, uri.getQuery(), contentType), resource);
  }

  private static String verb(
      String method, boolean named, @Nullable String query, String contentType) {
    boolean watch = query != null && query.contains("watch=true");
    return switch (method) {
      case "GET" -> watch ? "watch" : named ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> contentType.startsWith("application/apply-patch") ? "apply" : "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      default -> method.toLowerCase(Locale.ROOT);
    };
  }

  /** Plural, name and subresource, as far as there; empty when the path is not a resource's. */
  private static List<String> resourcePath(String path) {
    var parts = Arrays.stream(path.split("/", -1)).filter(p -> !p.isEmpty()).toList();
    // An API server behind a proxy has a prefix before /api or /apis.
    int api = Math.max(parts.indexOf("api"), parts.indexOf("apis"));
    if (api < 0) {
      return List.of();
    }
    int start = api + (parts.get(api).equals("api") ? 2 : 3);
    if (start + 2 < parts.size() && parts.get(start).equals("namespaces")) {
      start += 2;
    }
    return start < parts.size() ? parts.subList(start, parts.size()) : List.of();
  }
}
