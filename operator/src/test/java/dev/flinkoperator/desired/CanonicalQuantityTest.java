package dev.flinkoperator.desired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalQuantityTest {

  @ParameterizedTest(name = "{0} is stored as {1}")
  @CsvSource({
    "1.0, 1",
    "0.5, 500m",
    "1500m, 1500m",
    "1000m, 1",
    "2048Mi, 2Gi",
    "1.5Gi, 1536Mi",
    "0.5Ki, 512",
    "1000k, 1M",
    "1e3, 1e3",
    "1500, 1500",
    "1000, 1k",
    "0, 0",
    "0Mi, 0",
    "0.0001, 100u",
    "1025, 1025",
    "1024, 1024"
  })
  void is_spelled_as_the_api_server_spells_it(String given, String stored) {
    assertThat(CanonicalQuantity.of("field", given)).isEqualTo(stored);
  }

  @Test
  void names_the_field_of_what_is_no_quantity() {
    assertThatThrownBy(() -> CanonicalQuantity.of("spec.x", "many"))
        .isInstanceOf(RenderingException.class)
        .hasMessage("spec.x: 'many' is not a quantity; write it like 500m, 2 or 4Gi.");
  }

  @Property(seed = "20260101")
  void keeps_its_value_and_its_spelling_when_spelled_again(
      @ForAll @LongRange(min = 0, max = 1L << 50) long amount) {
    for (String unit : new String[] {"", "m", "k", "Ki", "Mi"}) {
      String once = CanonicalQuantity.of("field", amount + unit);
      assertThat(CanonicalQuantity.of("field", once)).isEqualTo(once);
      BigDecimal value = CanonicalQuantity.value("field", once);
      assertThat(value).isEqualByComparingTo(CanonicalQuantity.value("field", amount + unit));
    }
  }
}
