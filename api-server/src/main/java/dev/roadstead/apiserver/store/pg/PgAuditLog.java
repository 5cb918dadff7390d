package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.audit.AuditEntry;
import dev.roadstead.apiserver.audit.AuditLog;
import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit records in the table {@code audit}. */
final class PgAuditLog implements AuditLog {
    private static final String COLUMNS = """
            SELECT sequence, revision, at, request_id, username, impersonator, address, user_agent, verb, resource,
                namespace, name, subresource, code, dry_run, hash, changed FROM audit
            """;

    private static final String BEFORE = COLUMNS + """
            WHERE sequence < $1 AND ($2::timestamptz IS NULL OR at >= $2) AND ($3::timestamptz IS NULL OR at < $3)
            ORDER BY sequence DESC LIMIT $4
            """;

    private static final String AFTER = COLUMNS + "WHERE sequence > $1 ORDER BY sequence LIMIT $2";

    private static final String BOUNDS =
            "SELECT audit_removed, audit_removed_hash, audit_sequence, audit_hash FROM revision";

    private final PgReader reader;

    PgAuditLog(PgReader reader) {
        this.reader = reader;
    }

    @Override
    public List<AuditEntry> before(long before, Range range, int limit) {
        return entries(BEFORE, Tuple.of(before, utc(range.since()), utc(range.until()), limit));
    }

    @Override
    public List<AuditEntry> after(long after, int limit) {
        return entries(AFTER, Tuple.of(after, limit));
    }

    @Override
    public @Nullable AuditEntry find(long sequence) {
        List<AuditEntry> next = after(sequence - 1, 1);
        return next.isEmpty() || next.getFirst().sequence() != sequence ? null : next.getFirst();
    }

    @Override
    public Bounds bounds() {
        Row row = query(BOUNDS, Tuple.tuple()).iterator().next();
        return new Bounds(
                row.getLong(0),
                row.getBuffer(1).getBytes(),
                row.getLong(2),
                row.getBuffer(3).getBytes());
    }

    private List<AuditEntry> entries(String sql, Tuple parameters) {
        RowSet<Row> rows = query(sql, parameters);
        List<AuditEntry> entries = new ArrayList<>(rows.size());
        for (Row row : rows) {
            entries.add(entry(row));
        }
        return entries;
    }

    /** @throws StoreUnavailableException if the database does not answer */
    private RowSet<Row> query(String sql, Tuple parameters) {
        return reader.query("read the audit log", sql, parameters);
    }

    private static AuditEntry entry(Row row) {
        AuditRecord audited = new AuditRecord(
                row.getOffsetDateTime(2).toInstant(),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getInteger(13),
                row.getBoolean(14),
                AuditRecord.changedOf(row.getString(16)));
        return new AuditEntry(
                row.getLong(0), row.getLong(1), audited, row.getBuffer(15).getBytes());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
