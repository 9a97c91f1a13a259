package dev.flinkoperator.desired;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * Translates {@code resource} and {@code resources} of a component into Flink's options for process
 * memory and CPU. Requests are what Flink calculates with; limits become the limit factors. What
 * Flink has no option for goes into the pod template ({@link PodTemplateLayers}).
 */
final class ResourceOptions {
  private static final BigDecimal MEBIBYTE = BigDecimal.valueOf(1024 * 1024);

  private ResourceOptions() {}

  static SortedMap<String, String> of(ComponentSpec component) {
    SortedMap<String, String> options = new TreeMap<>();
    addCpu(options, component);
    addMemory(options, component);
    return options;
  }

  private static void addCpu(SortedMap<String, String> options, ComponentSpec component) {
    Amount amount = amount(component, "cpu");
    String field = component.field() + ".resource.cpu";
    BigDecimal request = component.cpu() == null ? null : BigDecimal.valueOf(component.cpu());
    if (amount != null) {
      field = amount.field;
      request = CanonicalQuantity.value(field, amount.request);
    }
    if (request == null) {
      return;
    }
    requirePositive(field, request);
    options.put(
        "kubernetes." + component.name() + ".cpu.amount", Double.toString(request.doubleValue()));
    if (amount != null && amount.limit != null) {
      BigDecimal limit = CanonicalQuantity.value(amount.limitField, amount.limit);
      requireAtLeast(amount, request, limit);
      options.put(
          "kubernetes." + component.name() + ".cpu.limit-factor",
          Double.toString(limit.divide(request, MathContext.DECIMAL64).doubleValue()));
    }
  }

  private static void addMemory(SortedMap<String, String> options, ComponentSpec component) {
    Amount amount = amount(component, "memory");
    String field = amount == null ? component.field() + ".resource.memory" : amount.field;
    String text = amount == null ? component.memory() : amount.request;
    if (text == null) {
      return;
    }
    MemorySize request = memory(field, text);
    requirePositive(field, BigDecimal.valueOf(request.getBytes()));
    options.put(component.name() + ".memory.process.size", request.toString());
    if (amount != null && amount.limit != null) {
      MemorySize limit = memory(amount.limitField, amount.limit);
      requireAtLeast(
          amount, BigDecimal.valueOf(request.getBytes()), BigDecimal.valueOf(limit.getBytes()));
      options.put(
          "kubernetes." + component.name() + ".memory.limit-factor",
          Double.toString(factor(request.getMebiBytes(), limit.getMebiBytes())));
    }
  }

  /** Flink multiplies and then cuts off: a factor a hair too small would lose a whole mebibyte. */
  static double factor(int requestMebibytes, int limitMebibytes) {
    double factor = (double) limitMebibytes / Math.max(1, requestMebibytes);
    return (int) (requestMebibytes * factor) < limitMebibytes ? Math.nextUp(factor) : factor;
  }

  /**
   * Flink's reading first, so that {@code 1024m} is 1 GiB and {@code 1G} too; what Flink does not
   * know, like {@code 1Gi}, as a Kubernetes quantity.
   */
  static MemorySize memory(String field, String text) {
    try {
      return MemorySize.parse(text);
    } catch (IllegalArgumentException notFlinks) {
      BigDecimal bytes;
      try {
        bytes = CanonicalQuantity.value(field, text);
      } catch (RenderingException notKubernetesEither) {
        throw new RenderingException(
            "%s: '%s' is not an amount of memory; write it like 2048m or 2Gi."
                .formatted(field, text));
      }
      if (bytes.compareTo(MEBIBYTE) < 0 || bytes.toBigInteger().bitLength() > 62) {
        throw new RenderingException(
            "%s: '%s' is not a sensible amount of memory; write it like 2048m or 2Gi."
                .formatted(field, text));
      }
      return new MemorySize(bytes.longValue());
    }
  }

  private static void requirePositive(String field, BigDecimal value) {
    if (value.signum() <= 0) {
      throw new RenderingException("%s must be greater than 0.".formatted(field));
    }
  }

  private static void requireAtLeast(Amount amount, BigDecimal request, BigDecimal limit) {
    if (limit.compareTo(request) < 0) {
      throw new RenderingException(
          "%s (%s) must not be less than %s (%s)."
              .formatted(amount.limitField, amount.limit, amount.field, amount.request));
    }
  }

  /** Request, or the limit in its place; null if {@code resources} has neither. */
  private static @Nullable Amount amount(ComponentSpec component, String name) {
    if (component.resources() == null) {
      return null;
    }
    Quantity request = find(component.resources().getRequests(), name);
    Quantity limit = find(component.resources().getLimits(), name);
    String requestField = component.field() + ".resources.requests." + name;
    String limitField = component.field() + ".resources.limits." + name;
    if (request != null) {
      return new Amount(
          requestField, request.toString(), limitField, limit == null ? null : limit.toString());
    }
    return limit == null ? null : new Amount(limitField, limit.toString(), limitField, null);
  }

  private static @Nullable Quantity find(@Nullable Map<String, Quantity> map, String name) {
    return map == null ? null : map.get(name);
  }

  private record Amount(String field, String request, String limitField, @Nullable String limit) {}
}
