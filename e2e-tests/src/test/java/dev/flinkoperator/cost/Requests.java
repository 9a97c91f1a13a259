package dev.flinkoperator.cost;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How often the operator asked the API server for what, renewals of the lease left out.
 *
 * @param counts number of requests of each kind
 * @param refused number of answers with an HTTP status from 400 on, by request and status
 * @param made for each resource, by its name, what was asked for its sake
 */
record Requests(
    SortedMap<Request, Integer> counts,
    SortedMap<String, Integer> refused,
    @JsonIgnore SortedMap<String, List<Request>> made) {
  Requests {
    counts = new TreeMap<>(counts);
    refused = new TreeMap<>(refused);
    made = new TreeMap<>(made);
  }

  /**
   * What one resource needs: the median of all. A request that is refused because somebody else was
   * faster is made again, and on a busy machine that befalls the one or other resource.
   */
  int needed() {
    return needed(request -> true);
  }

  int neededStatusWrites() {
    return needed(Request::isStatusWrite);
  }

  private int needed(Predicate<Request> kind) {
    var each =
        made.values().stream()
            .map(requests -> (int) requests.stream().filter(kind).count())
            .sorted()
            .toList();
    return each.isEmpty() ? 0 : each.get(each.size() / 2);
  }

  int total() {
    return count(request -> true);
  }

  int writes() {
    return count(Request::isWrite);
  }

  int statusWrites() {
    return count(Request::isStatusWrite);
  }

  private int count(Predicate<Request> kind) {
    return counts.entrySet().stream()
        .filter(entry -> kind.test(entry.getKey()))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }
}
