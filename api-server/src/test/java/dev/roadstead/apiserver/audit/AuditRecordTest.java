package dev.roadstead.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditRecordTest {
    @Test
    void whatCanBePrintedStaysAsItIsInEveryScript() {
        String sentence = "Ωμέγα ".repeat(80);
        assertThat(user(sentence)).isEqualTo(sentence);
        assertThat(user("\uD83D\uDEA2")).isEqualTo("\uD83D\uDEA2");
    }

    @Test
    void whatCannotBePrintedIsReplacedAndWhatIsTooLongIsCut() {
        assertThat(user("a\nb\u0000c\uD83D")).isEqualTo("a?b?c?");
        assertThat(user("a".repeat(513))).isEqualTo("a".repeat(256));
    }

    private static String user(String text) {
        return new AuditRecord(Instant.EPOCH, "", text, "", "", "", "get", "", "", "", "", 200, false, List.of())
                .user();
    }
}
