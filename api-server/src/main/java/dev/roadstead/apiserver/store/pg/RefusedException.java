package dev.roadstead.apiserver.store.pg;

import io.vertx.pgclient.PgException;

/** The server answered a statement with an error; its transaction has no effect. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sqlState;

    RefusedException(String what, PgException cause) {
        super(what + ": " + cause.getErrorMessage() + " (SQLSTATE " + cause.getSqlState() + ")", cause);
        this.sqlState = cause.getSqlState();
    }

    /**
     * Whether the statement's data is at fault, so that trying it again cannot help: data exceptions (22), integrity
     * violations (23), program limits (54).
     */
    boolean isAboutData() {
        return sqlState.startsWith("22") || sqlState.startsWith("23") || sqlState.startsWith("54");
    }
}
