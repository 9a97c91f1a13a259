package dev.flinkoperator.desired;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spells a quantity as the API server stores it (Kubernetes API conventions, "Quantity"): no
 * fraction, and the largest unit of the same family that allows it. With another spelling every
 * server-side apply would look like a change.
 */
final class CanonicalQuantity {
  private static final Pattern FORM =
      Pattern.compile(
          "([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(?:(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E)|[eE]([+-]?\\d{1,3}))?");
  private static final List<String> BINARY = List.of("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
  private static final List<String> DECIMAL =
      List.of("n", "u", "m", "", "k", "M", "G", "T", "P", "E");
  private static final int DECIMAL_UNIT = DECIMAL.indexOf("");
  private static final BigInteger KIBI = BigInteger.valueOf(1024);
  private static final BigInteger KILO = BigInteger.valueOf(1000);

  private CanonicalQuantity() {}

  /**
   * @param field where the quantity stands, for the message
   * @throws RenderingException if the text is no quantity
   */
  static String of(String field, String text) {
    Matcher matcher = matched(field, text);
    BigDecimal value = value(matcher);
    if (matcher.group(3) != null) {
      return exponent(value);
    }
    String unit = matcher.group(2);
    boolean fromOneKibi = value.abs().compareTo(new BigDecimal(KIBI)) >= 0;
    return unit != null && BINARY.contains(unit) && fromOneKibi ? binary(value) : decimal(value);
  }

  /** The number a quantity stands for, without unit. */
  static BigDecimal value(String field, String text) {
    return value(matched(field, text));
  }

  private static Matcher matched(String field, String text) {
    Matcher matcher = FORM.matcher(text.trim());
    if (!matcher.matches()) {
      throw new RenderingException(
          "%s: '%s' is not a quantity; write it like 500m, 2 or 4Gi.".formatted(field, text));
    }
    return matcher;
  }

  private static BigDecimal value(Matcher matcher) {
    BigDecimal number = new BigDecimal(matcher.group(1));
    String unit = matcher.group(2);
    String exponent = matcher.group(3);
    if (exponent != null) {
      return number.scaleByPowerOfTen(Integer.parseInt(exponent));
    }
    if (unit == null) {
      return number;
    }
    int binary = BINARY.indexOf(unit);
    return binary >= 0
        ? number.multiply(new BigDecimal(KIBI.pow(binary)))
        : number.scaleByPowerOfTen(3 * (DECIMAL.indexOf(unit) - DECIMAL_UNIT));
  }

  private static String binary(BigDecimal value) {
    BigInteger number = value.setScale(0, RoundingMode.UP).toBigIntegerExact();
    int unit = 0;
    while (unit < BINARY.size() - 1 && number.mod(KIBI).signum() == 0) {
      number = number.divide(KIBI);
      unit++;
    }
    return number + BINARY.get(unit);
  }

  private static String decimal(BigDecimal value) {
    BigInteger number = value.scaleByPowerOfTen(9).setScale(0, RoundingMode.UP).toBigIntegerExact();
    if (number.signum() == 0) {
      return "0";
    }
    int unit = 0;
    while (unit < DECIMAL.size() - 1 && number.mod(KILO).signum() == 0) {
      number = number.divide(KILO);
      unit++;
    }
    return number + DECIMAL.get(unit);
  }

  private static String exponent(BigDecimal value) {
    String decimal = decimal(value);
    String unit = decimal.replaceAll("[-\\d]", "");
    int power = 3 * (DECIMAL.indexOf(unit) - DECIMAL_UNIT);
    String number = decimal.substring(0, decimal.length() - unit.length());
    return power == 0 ? number : number + "e" + power;
  }
}
