package dev.roadstead.apiserver.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashChainTest {
    private static final AuditRecord RECORD = record(List.of());

    /** The hash was computed by the program before records said what changed. */
    @Test
    void recordsOfBeforeKeepTheirHashes() {
        assertThat(HexFormat.of()
                        .formatHex(
                                HashChain.link(HashChain.start(), 7, 9, RECORD).hash()))
                .isEqualTo("43f328cd8536af956b8e42a64e14cf1dd0ba1b62bae53d5f1a57d5e3c1eb81cc");
    }

    @Test
    void whatChangedIsCovered() {
        AuditEntry entry = HashChain.link(HashChain.start(), 7, 9, record(List.of("spec.a", "spec.b")));

        assertThat(HashChain.follows(HashChain.start(), entry)).isTrue();
        for (List<String> other : List.of(List.<String>of(), List.of("spec.a"), List.of("spec.a", "spec.c"))) {
            assertThat(HashChain.follows(HashChain.start(), new AuditEntry(7, 9, record(other), entry.hash())))
                    .isFalse();
        }
    }

    @Test
    void whatChangedIsBoundedAndOneTextWithoutLoss() {
        AuditRecord large =
                record(IntStream.range(0, 1000).mapToObj(i -> "spec.f" + i).toList());
        assertThat(large.changed()).hasSize(50).endsWith("and 951 more");

        AuditRecord odd = record(List.of("data[a\nb]", "x".repeat(2000)));
        assertThat(AuditRecord.changedOf(odd.changedLines())).isEqualTo(odd.changed());
        assertThat(odd.changed().getFirst()).isEqualTo("data[a?b]");
        assertThat(record(AuditRecord.changedOf("")).changed()).isEmpty();
    }

    private static AuditRecord record(List<String> changed) {
        return new AuditRecord(
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                "request",
                "ann",
                "bob",
                "127.0.0.1",
                "agent",
                "update",
                "boats.example.com",
                "default",
                "a",
                "status",
                200,
                true,
                changed);
    }
}
