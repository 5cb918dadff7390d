package dev.roadstead.apiserver.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BoundedPatternTest {
    @Test
    void theEndIsTheEndAndNotALineFeedBeforeIt() {
        for (String regex : List.of("^a+$", "a$|^b$", "^[a$]+$", "^\\\\?a$")) {
            BoundedPattern pattern = BoundedPattern.compile(regex);
            assertThat(pattern.matches("a")).as(regex).isTrue();
            assertThat(pattern.matches("a\n")).as(regex).isFalse();
        }
    }

    @Test
    void aDollarThatMeansItselfStaysOne() {
        for (String regex : List.of("^a\\$b", "^a[$]b", "^a[^b]b$")) {
            assertThat(BoundedPattern.compile(regex).matches("a$b")).as(regex).isTrue();
        }
    }

    @Test
    void anExpressionOverManyLinesMeansTheirEnds() {
        assertThat(BoundedPattern.compile("(?m)^a$").matches("a\nb")).isTrue();
    }
}
