package dev.flinkoperator.cost;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How often the operator asked the API server for what, renewals of the lease left out.
 *
 * @param counts number of requests of each kind
 * @param refused number of answers with an HTTP status from 400 on, by request and status
 */
record Requests(SortedMap<Request, Integer> counts, SortedMap<String, Integer> refused) {
  Requests {
    counts = new TreeMap<>(counts);
    refused = new TreeMap<>(refused);
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
