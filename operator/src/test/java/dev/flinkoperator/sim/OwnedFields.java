package dev.flinkoperator.sim;

import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object and who owns each, as the API server keeps them (Kubernetes docs,
 * Server-Side Apply). Immutable.
 *
 * @param values by field
 * @param owners field managers by field: there is at least one of each
 */
record OwnedFields(Map<String, String> values, Map<String, Set<String>> owners) {

  static final OwnedFields NONE = new OwnedFields(Map.of(), Map.of());

  /**
   * Server-Side Apply: what the manager names becomes as it says, what it has named before and does
   * not name now is given up, and goes if nobody else owns it.
   *
   * @param force takes what others have set otherwise; else that is a conflict (409)
   */
  OwnedFields applied(String manager, Map<String, String> wanted, boolean force) {
    OwnedFields next = this;
    for (Map.Entry<String, String> field : wanted.entrySet()) {
      String name = field.getKey();
      boolean same = field.getValue().equals(values.get(name));
      if (!same && !force && ownedByOthers(name, manager)) {
        throw SimApi.refusal(HttpURLConnection.HTTP_CONFLICT, "conflict: field " + name);
      }
      next =
          same
              ? next.owning(name, manager)
              : next.with(name, field.getValue(), new TreeSet<>(Set.of(manager)));
    }
    for (String name : owners.keySet()) {
      if (owners.get(name).contains(manager) && !wanted.containsKey(name)) {
        next = next.givenUp(name, manager);
      }
    }
    return next;
  }

  /** An update or patch: who sets a field to something else is its only owner then. */
  OwnedFields updated(String manager, String name, @Nullable String value) {
    if (value == null) {
      return with(name, null, Set.of());
    }
    return value.equals(values.get(name)) ? this : with(name, value, Set.of(manager));
  }

  /** Applying would change nothing: the manager owns what it wants, as it wants it, and no more. */
  boolean matches(String manager, Map<String, String> wanted) {
    return wanted.entrySet().stream()
            .allMatch(
                field ->
                    field.getValue().equals(values.get(field.getKey()))
                        && ownedBy(field.getKey(), manager))
        && owners.keySet().stream()
            .allMatch(name -> wanted.containsKey(name) || !ownedBy(name, manager));
  }

  boolean ownedBy(String name, String manager) {
    return owners.getOrDefault(name, Set.of()).contains(manager);
  }

  private boolean ownedByOthers(String name, String manager) {
    return owners.getOrDefault(name, Set.of()).stream().anyMatch(owner -> !owner.equals(manager));
  }

  private OwnedFields owning(String name, String manager) {
    Set<String> more = new TreeSet<>(owners.getOrDefault(name, Set.of()));
    more.add(manager);
    return with(name, values.get(name), more);
  }

  private OwnedFields givenUp(String name, String manager) {
    Set<String> fewer = new TreeSet<>(owners.getOrDefault(name, Set.of()));
    fewer.remove(manager);
    return with(name, fewer.isEmpty() ? null : values.get(name), fewer);
  }

  private OwnedFields with(String name, @Nullable String value, Set<String> managers) {
    Map<String, String> nextValues = new TreeMap<>(values);
    Map<String, Set<String>> nextOwners = new TreeMap<>(owners);
    if (value == null) {
      nextValues.remove(name);
      nextOwners.remove(name);
    } else {
      nextValues.put(name, value);
      nextOwners.put(name, managers);
    }
    return new OwnedFields(nextValues, nextOwners);
  }
}
