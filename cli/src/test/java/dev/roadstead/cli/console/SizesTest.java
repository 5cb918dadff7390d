package dev.roadstead.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SizesTest {
    @Test
    void theUnitThatReadsBest() {
        assertThat(Sizes.text(0)).isEqualTo("0 B");
        assertThat(Sizes.text(1023)).isEqualTo("1023 B");
        assertThat(Sizes.text(1024)).isEqualTo("1.0 KiB");
        assertThat(Sizes.text(3L << 29)).isEqualTo("1.5 GiB");
        assertThat(Sizes.text(1L << 50)).isEqualTo("1.0 PiB");
        assertThat(Sizes.text(1L << 61)).as("the largest unit").isEqualTo("2048.0 PiB");
    }

    @Test
    void thePointIsTheSameInEveryCountry() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(Sizes.text(1536)).isEqualTo("1.5 KiB");
        } finally {
            Locale.setDefault(before);
        }
    }
}
