package dev.roadstead.apiserver.store.pg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.audit.AuditVerifier;
import dev.roadstead.apiserver.audit.HashChain;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.TestObjects;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.Migrations.Migration;
import io.vertx.pgclient.PgConnection;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class MigrationsTest {
    private static final Migration ONE = new Migration(1, "one", "CREATE TABLE one (a int)");
    private static final Migration TWO =
            new Migration(2, "two", "CREATE TABLE two (a int); INSERT INTO two VALUES (2)");

    private SharedPostgres postgres;
    private PgStoreConfig config;
    private PgConnection connection;

    @BeforeEach
    void connect(SharedPostgres shared) throws Exception {
        postgres = shared;
        config = postgres.newDatabase();
        connection = new PgConnections(postgres.vertx(), config).open();
    }

    @AfterEach
    void disconnect() {
        connection.close();
    }

    @Test
    void onlyWhatIsMissingIsApplied() throws Exception {
        new Migrations(List.of(ONE)).apply(connection);
        new Migrations(List.of(ONE, TWO)).apply(connection);
        new Migrations(List.of(ONE, TWO)).apply(connection);

        assertThat(count("two")).isEqualTo(1);
        assertThat(count("schema_migration")).isEqualTo(2);
    }

    @Test
    void oneThatStopsHalfWayLeavesNothingAndRunsAgain() throws Exception {
        Migration broken = new Migration(2, "two", TWO.sql() + "; SELECT 1 / 0");
        assertThatThrownBy(() -> new Migrations(List.of(ONE, broken)).apply(connection))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("division by zero");
        connection.close();

        connection = new PgConnections(postgres.vertx(), config).open();
        new Migrations(List.of(ONE, TWO)).apply(connection);
        assertThat(count("two")).isEqualTo(1);
    }

    @Test
    void objectsAndHistoryOfTheFirstSchemaAreKept() throws Exception {
        new Migrations(List.of(Migration.load("0001-objects-and-changes"))).apply(connection);
        run("UPDATE revision SET value = 5, compacted = 2");
        // Of a, the change has left the log; b was updated within it; c was deleted.
        run("INSERT INTO object VALUES ('r','n','a','ua',2,'{a}'), ('r','n','b','ub',4,'{b2}')");
        run("INSERT INTO change (revision, type, resource, namespace, name, uid, body) VALUES"
                + " (3,'ADDED','r','n','b','ub','{b1}'), (4,'MODIFIED','r','n','b','ub','{b2}'),"
                + " (5,'DELETED','r','n','c','uc','{c}')");
        connection.close();

        try (PgStore store = PgStore.open(postgres.vertx(), config)) {
            assertThat(store.snapshot().revision()).isEqualTo(5);
            assertThat(store.snapshot().objects())
                    .extracting(object -> object.key().name() + object.revision() + new String(object.body(), UTF_8))
                    .containsExactlyInAnyOrder("a2{a}", "b4{b2}");
            assertThat(store.changesAfter(2, 10)).extracting(Change::revision).containsExactly(3L, 4L, 5L);
            assertThat(store.write(new Write.Delete(new ObjectKey("r", "n", "b"), "ub", 4, new byte[] {'{'})))
                    .isEqualTo(new WriteResult.Committed(6));
        }
        connection = new PgConnections(postgres.vertx(), config).open();
    }

    @Test
    void auditRecordsOfTheSecondSchemaStillVerify() throws Exception {
        new Migrations(List.of(
                        Migration.load("0001-objects-and-changes"), Migration.load("0002-bodies-once-and-audit")))
                .apply(connection);
        AuditRecord old = boatsCreated(List.of());
        String hash = HexFormat.of()
                .formatHex(HashChain.link(HashChain.start(), 1, 0, old).hash());
        run("INSERT INTO audit VALUES (1, 0, '2026-11-21T10:00:00.123456Z', '', 'ann', '', '', '', 'create', 'boats',"
                + " 'n', 'a', '', 201, false, decode('" + hash + "', 'hex'))");
        run("UPDATE revision SET audit_sequence = 1, audit_hash = decode('" + hash + "', 'hex')");
        connection.close();

        try (PgStore store = PgStore.open(postgres.vertx(), config)) {
            store.write(TestObjects.creation(TestObjects.key("b")), boatsCreated(List.of("spec.size")));
            assertThat(store.auditLog().after(0, 1).getFirst().record()).isEqualTo(old);
            assertThat(store.auditLog().after(1, 1).getFirst().record().changed())
                    .containsExactly("spec.size");
            assertThat(new AuditVerifier(store.auditLog()).verify()).isInstanceOf(AuditVerifier.Verdict.Intact.class);
        }
        connection = new PgConnections(postgres.vertx(), config).open();
    }

    private static AuditRecord boatsCreated(List<String> changed) {
        return new AuditRecord(
                Instant.parse("2026-11-21T10:00:00.123456Z"),
                "",
                "ann",
                "",
                "",
                "",
                "create",
                "boats",
                "n",
                "a",
                "",
                201,
                false,
                changed);
    }

    private void run(String sql) throws Exception {
        connection.query(sql).execute().await(10, TimeUnit.SECONDS);
    }

    @Test
    void anOldProgramRefusesANewerSchema() {
        new Migrations(List.of(ONE, TWO)).apply(connection);

        assertThatThrownBy(() -> new Migrations(List.of(ONE)).apply(connection))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("newer Roadstead");
    }

    @Test
    void anotherSchemaIsRefused() {
        Migration foreign = new Migration(1, "users", "CREATE TABLE users (a int)");
        new Migrations(List.of(foreign)).apply(connection);

        assertThatThrownBy(() -> new Migrations(List.of(ONE, TWO)).apply(connection))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("another program");
    }

    @Test
    void serversThatStartTogetherMigrateOnce() throws Exception {
        try (ExecutorService servers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> opened = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> servers.submit(
                            () -> PgStore.open(postgres.vertx(), config).close()))
                    .toList();
            for (Future<?> server : opened) {
                server.get();
            }
        }
        assertThat(count("revision")).isEqualTo(1);
    }

    private long count(String table) throws Exception {
        return connection
                .query("SELECT count(*) FROM " + table)
                .execute()
                .await(10, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }
}
