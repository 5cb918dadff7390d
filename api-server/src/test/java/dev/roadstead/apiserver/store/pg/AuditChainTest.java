package dev.roadstead.apiserver.store.pg;

import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.audit.AuditEntry;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.audit.AuditVerifier;
import dev.roadstead.apiserver.audit.AuditVerifier.Verdict;
import dev.roadstead.apiserver.audit.HashChain;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class AuditChainTest {
    private SharedPostgres postgres;
    private PgStoreConfig config;
    private PgStore store;

    @BeforeEach
    void open(SharedPostgres shared) throws Exception {
        postgres = shared;
        config = postgres.newDatabase();
        store = PgStore.open(postgres.vertx(), config);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void twoServersExtendOneChain() throws Exception {
        try (PgStore other = PgStore.open(postgres.vertx(), config);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                PgStore server = i % 2 == 0 ? store : other;
                String name = "n" + i;
                callers.execute(() -> server.write(creation(key(name)), record(name)));
            }
        }
        List<AuditEntry> entries = store.auditLog().after(0, 1000);
        assertThat(entries)
                .extracting(AuditEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(entries).extracting(AuditEntry::revision).isSorted().doesNotHaveDuplicates();
        assertThat(verify())
                .isInstanceOfSatisfying(
                        Verdict.Intact.class, it -> assertThat(it.entries()).isEqualTo(200));
    }

    @Test
    void aRefusedWriteLeavesNoRecord() {
        store.write(creation(key("a")), record("a"));

        assertThat(store.write(creation(key("a")), record("a"))).isEqualTo(new WriteResult.AlreadyExists());
        assertThat(store.auditLog().after(0, 10)).hasSize(1);
    }

    @Test
    void aRecordOfItsOwnFollowsByTheNextCommit() {
        assertThat(store.record(record("refused"))).isTrue();

        Eventually.await("kept", () -> store.auditLog().find(1) != null);
        AuditEntry kept = store.auditLog().after(0, 10).getFirst();
        assertThat(kept.record()).isEqualTo(record("refused"));
        assertThat(kept.revision()).isZero();
    }

    @Test
    void theFirstBrokenRecordIsNamed() throws Exception {
        writeTen();
        sql("UPDATE audit SET username = 'somebody else' WHERE sequence = 4");
        assertThat(verify()).isEqualTo(new Verdict.Broken(4, "the entry is not what was recorded"));
    }

    @Test
    void aRemovedRecordIsMissed() throws Exception {
        writeTen();
        sql("DELETE FROM audit WHERE sequence = 7");
        assertThat(verify()).isEqualTo(new Verdict.Broken(7, "the entry is missing"));
    }

    @Test
    void aCutEndIsMissed() throws Exception {
        writeTen();
        sql("DELETE FROM audit WHERE sequence > 8");
        assertThat(verify()).isEqualTo(new Verdict.Broken(9, "this entry and all after it are missing"));
    }

    @Test
    void retentionRemovesTheOldestAndTheRestStillVerifies() throws Exception {
        writeTen();
        store.close();
        sql("UPDATE audit SET at = now() - interval '2 days' WHERE sequence <= 6");
        store = PgStore.open(postgres.vertx(), config.keeping(Duration.ofMillis(200), Duration.ofDays(1)));

        Eventually.await("removed", () -> store.auditLog().bounds().removed() == 6);
        assertThat(store.auditLog().after(0, 100)).hasSize(4);
        assertThat(verify())
                .isInstanceOfSatisfying(
                        Verdict.Intact.class, it -> assertThat(it.entries()).isEqualTo(4));
    }

    @Test
    void aChainThatWasMadeAnewDoesNotLeadThroughWhatWasNoted() throws Exception {
        writeTen();
        AuditEntry fifth = store.auditLog().after(4, 1).getFirst();
        AuditVerifier.Noted noted = new AuditVerifier.Noted(5, HexFormat.of().formatHex(fifth.hash()));
        assertThat(verify(noted)).isInstanceOf(Verdict.Intact.class);

        rewriteFrom(3);

        assertThat(verify()).isInstanceOf(Verdict.Intact.class); // the chain itself cannot tell
        assertThat(verify(noted))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class, it -> assertThat(it.sequence()).isEqualTo(5));
    }

    /** What whoever owns the database can do. */
    private void rewriteFrom(long sequence) throws Exception {
        byte[] hash = store.auditLog().after(sequence - 2, 1).getFirst().hash();
        for (AuditEntry entry : store.auditLog().after(sequence - 1, 100)) {
            AuditEntry forged = HashChain.link(hash, entry.sequence(), entry.revision(), record("forged"));
            hash = forged.hash();
            sql("UPDATE audit SET name = 'forged', hash = decode('"
                    + HexFormat.of().formatHex(hash) + "', 'hex') WHERE sequence = " + entry.sequence());
        }
        sql("UPDATE revision SET audit_hash = decode('" + HexFormat.of().formatHex(hash) + "', 'hex')");
    }

    private Verdict verify(AuditVerifier.Noted noted) {
        return new AuditVerifier(store.auditLog()).verify(noted);
    }

    private Verdict verify() {
        return new AuditVerifier(store.auditLog()).verify();
    }

    private void writeTen() {
        for (int i = 0; i < 10; i++) {
            store.write(creation(key("n" + i)), record("n" + i));
        }
    }

    private void sql(String statement) throws Exception {
        SharedPostgres.execute(postgres.vertx(), config, statement);
    }

    /** Of a time that retention does not reach, whenever the test runs. */
    private static AuditRecord record(String name) {
        return new AuditRecord(
                Instant.parse("2226-11-21T10:00:01.123456789Z"),
                "request",
                "user\0",
                "",
                "127.0.0.1",
                "agent",
                "create",
                "boats.example.com",
                "default",
                name,
                "",
                201,
                false,
                List.of());
    }
}
