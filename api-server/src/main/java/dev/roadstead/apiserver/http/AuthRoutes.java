package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Sign-in and what people do about their own accounts: {@code /auth/...}, as {@link AuthDescription} has it. */
final class AuthRoutes {
    static final AuthDescription DESCRIPTION = AuthDescription.load();

    private static final String PREFIX = "/auth/";

    private final Map<String, AuthHandler> handlers = new HashMap<>();

    /**
     * Puts together what serves which operation.
     *
     * @throws IllegalStateException unless there is exactly one for each operation that is described
     */
    AuthRoutes(List<Map<String, AuthHandler>> groups) {
        groups.forEach(handlers::putAll);
        Set<String> described = DESCRIPTION.operations().stream()
                .map(AuthDescription.Operation::id)
                .collect(Collectors.toSet());
        if (!described.equals(handlers.keySet())) {
            throw new IllegalStateException("described are " + described + ", served are " + handlers.keySet());
        }
    }

    static boolean isBelow(String path) {
        return path.startsWith(PREFIX);
    }

    /** Whether a token of a browser is not asked for; one that has ended must not stand in the way. */
    static boolean isOpen(String method, String path) {
        AuthDescription.Found found = isBelow(path) ? DESCRIPTION.find(method, path) : null;
        return found != null && found.operation().open();
    }

    /** False when there is no such path. */
    boolean handle(Exchange exchange, Caller caller, Deadline deadline) throws InterruptedException {
        if (!isBelow(exchange.path())) {
            return false;
        }
        AuthDescription.Found found = DESCRIPTION.find(exchange.method(), exchange.path());
        if (found == null) {
            if (DESCRIPTION.has(exchange.path())) {
                throw ResourceRoutes.methodNotAllowed();
            }
            return false;
        }
        AuthHandler handler =
                Objects.requireNonNull(handlers.get(found.operation().id()));
        handler.handle(new AuthRequest(exchange, caller, deadline, found.operation(), found.parameters()));
        return true;
    }
}
