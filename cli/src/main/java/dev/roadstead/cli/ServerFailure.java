package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import dev.roadstead.controller.client.ApiCallException;
import java.net.ConnectException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What to tell a person whose call the server did not answer, or refused. */
final class ServerFailure {
    private ServerFailure() {}

    static CliException of(ApiCallException e) {
        return new CliException(said(e), e);
    }

    private static String said(ApiCallException e) {
        return switch (e.code()) {
            case 0 -> "the server does not answer (" + reason(e) + "); " + wayOut(e.getCause());
            case 401 ->
                "the server does not know the token of this data folder (" + e.getMessage()
                        + "); is --data-dir that of the server that answers there?";
            default -> "the server refuses it: " + e.getMessage();
        };
    }

    /** Java's own classes say nothing to a person. */
    private static String reason(ApiCallException e) {
        String call = String.valueOf(e.getMessage());
        if (e.getCause() instanceof SSLException) {
            return call.replaceAll("no answer: .*$", "its certificate is not of this data folder's authority");
        }
        return e.getCause() instanceof ConnectException
                ? call.replaceAll("no answer: java\\.net\\.ConnectException(: .*)?$", "nothing listens there")
                : call;
    }

    private static String wayOut(@Nullable Throwable cause) {
        return cause instanceof SSLException
                ? "is --data-dir that of the server that answers there?"
                : Invocation.of("status") + " says whether it runs, and " + Invocation.of("up") + " starts it";
    }
}
