package dev.flinkoperator.desired;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lays one tree over another: objects are merged field by field, lists element by element, all else
 * is replaced. List elements meet by position, or by their {@code name} where every element has one
 * and that is asked for.
 */
final class TreeMerge {
  private final boolean listsByName;

  TreeMerge(boolean listsByName) {
    this.listsByName = listsByName;
  }

  Map<String, Object> merge(Map<?, ?> base, Map<?, ?> over) {
    Map<String, Object> merged = new LinkedHashMap<>();
    base.forEach((key, value) -> merged.put((String) key, value));
    over.forEach(
        (key, value) -> {
          if (value != null) {
            merged.put((String) key, mergeValues(base.get(key), value));
          }
        });
    return merged;
  }

  private Object mergeValues(@Nullable Object base, Object over) {
    if (base instanceof Map<?, ?> baseMap && over instanceof Map<?, ?> overMap) {
      return merge(baseMap, overMap);
    }
    if (base instanceof List<?> baseList && over instanceof List<?> overList) {
      return listsByName && named(baseList) && named(overList)
          ? mergeByName(baseList, overList)
          : mergeByPosition(baseList, overList);
    }
    return over;
  }

  private List<Object> mergeByPosition(List<?> base, List<?> over) {
    List<Object> merged = new ArrayList<>(base);
    for (int i = 0; i < over.size(); i++) {
      if (i < merged.size()) {
        merged.set(i, mergeValues(merged.get(i), over.get(i)));
      } else {
        merged.add(over.get(i));
      }
    }
    return merged;
  }

  private List<Object> mergeByName(List<?> base, List<?> over) {
    List<Object> merged = new ArrayList<>(base);
    for (Object element : over) {
      int same = indexOfName(merged, nameOf(element));
      if (same < 0) {
        merged.add(element);
      } else {
        merged.set(same, mergeValues(merged.get(same), element));
      }
    }
    return merged;
  }

  private static boolean named(List<?> list) {
    return list.stream().allMatch(element -> nameOf(element) != null);
  }

  private static int indexOfName(List<?> list, @Nullable Object name) {
    for (int i = 0; i < list.size(); i++) {
      if (Objects.equals(nameOf(list.get(i)), name)) {
        return i;
      }
    }
    return -1;
  }

  private static @Nullable Object nameOf(@Nullable Object element) {
    return element instanceof Map<?, ?> map ? map.get("name") : null;
  }
}
