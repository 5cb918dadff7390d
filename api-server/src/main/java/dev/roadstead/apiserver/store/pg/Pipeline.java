package dev.roadstead.apiserver.store.pg;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedStatement;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Statements that are sent together and answered in their order. They are handed to the connection's event loop at once:
 * waking it for each costs more than the statements do.
 */
final class Pipeline {
    private final Context context;
    private final PgConnection connection;
    private final List<Supplier<Future<RowSet<Row>>>> statements = new ArrayList<>();

    /** {@code context} is the connection's. */
    Pipeline(Context context, PgConnection connection) {
        this.context = context;
        this.connection = connection;
    }

    Pipeline add(String sql) {
        statements.add(() -> connection.query(sql).execute());
        return this;
    }

    Pipeline add(PreparedStatement statement, Tuple parameters) {
        statements.add(() -> statement.query().execute(parameters));
        return this;
    }

    /**
     * Sends them and waits until all are answered, be it with an error; to be called once.
     *
     * @return the answers, in the order of the statements
     * @throws RefusedException if the server answered one with an error: that of the first
     * @throws TimedOutException if there was no answer in time
     * @throws dev.roadstead.apiserver.store.StoreUnavailableException if the connection failed
     */
    List<RowSet<Row>> send(Duration deadline, String what) {
        CompletableFuture<List<RowSet<Row>>> answers = new CompletableFuture<>();
        context.runOnContext(ignored -> execute(answers));
        return Await.result(answers, deadline, what);
    }

    private void execute(CompletableFuture<List<RowSet<Row>>> answers) {
        try {
            List<Future<RowSet<Row>>> sent =
                    statements.stream().map(Supplier::get).toList();
            Future.join(sent).onComplete(all -> {
                if (all.succeeded()) {
                    answers.complete(all.result().list());
                } else {
                    answers.completeExceptionally(all.cause());
                }
            });
        } catch (RuntimeException e) { // whoever waits must know
            answers.completeExceptionally(e);
        }
    }
}
