package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredBodies;
import dev.roadstead.apiserver.store.StoredObject;
import io.vertx.core.buffer.Buffer;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Rewrites bodies in the log. A change's row is never modified otherwise, so the revision alone is condition enough; a
 * row that compaction takes away meanwhile is not missed.
 */
final class PgBodies implements StoredBodies {
    private static final String READ = """
            SELECT revision, resource, namespace, name, uid, body FROM change
            WHERE revision > $1 AND resource = ANY ($3::text[]) ORDER BY revision LIMIT $2
            """;

    private static final String REPLACE = """
            UPDATE change c SET body = i.body
            FROM unnest($1::bigint[], $2::bytea[]) AS i (revision, body) WHERE c.revision = i.revision
            """;

    private final PgConnections connections;

    PgBodies(PgConnections connections) {
        this.connections = connections;
    }

    @Override
    public Progress rewrite(
            long afterRevision, int limit, Set<String> resources, Function<StoredObject, Optional<byte[]>> recode) {
        PgConnection connection = connections.open();
        try {
            Tuple range = Tuple.of(afterRevision, limit).addArrayOfString(resources.toArray(String[]::new));
            long last = afterRevision;
            int seen = 0;
            List<Long> revisions = new ArrayList<>();
            List<Buffer> bodies = new ArrayList<>();
            for (Row row : run(connection, READ, range)) {
                StoredObject stored = stored(row);
                recode.apply(stored).ifPresent(body -> {
                    revisions.add(stored.revision());
                    bodies.add(Buffer.buffer(body));
                });
                last = stored.revision();
                seen++;
            }
            if (!revisions.isEmpty()) {
                Tuple rows = Tuple.tuple()
                        .addArrayOfLong(revisions.toArray(Long[]::new))
                        .addArrayOfBuffer(bodies.toArray(Buffer[]::new));
                run(connection, REPLACE, rows);
            }
            return new Progress(last, revisions.size(), seen == limit);
        } finally {
            connection.close();
        }
    }

    private RowSet<Row> run(PgConnection connection, String sql, Tuple parameters) {
        return Await.orUnavailable(
                connection.preparedQuery(sql).execute(parameters),
                connections.config().writeDeadline(),
                "rewrite stored bodies");
    }

    private static StoredObject stored(Row row) {
        ObjectKey key = new ObjectKey(row.getString(1), row.getString(2), row.getString(3));
        return new StoredObject(
                key, row.getString(4), row.getLong(0), row.getBuffer(5).getBytes());
    }
}
