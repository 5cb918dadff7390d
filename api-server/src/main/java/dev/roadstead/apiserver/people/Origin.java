package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.authn.ApiRequest;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.authn.Principal;
import java.time.Duration;
import java.util.Set;

/**
 * Where a request of a person comes from.
 *
 * @param address of the client, without the port
 * @param userAgent as sent; empty when there is none
 * @param requestId the Audit-Id of the request
 */
public record Origin(String address, String userAgent, String requestId) {
    private static final Caller SERVER = Caller.server("sign-in");

    /** Without what it writes the server does not start: it has a name of its own, for which there is always room. */
    private static final Caller START = Caller.server("sign-in-start");

    /** The server, which writes for a person: the audit log names both. */
    Caller as(String user) {
        Principal principal = Principal.of(user, SERVER.principal().groups());
        Principal impersonator = SERVER.principal();
        return new Caller(principal, impersonator, address, userAgent, requestId);
    }

    /** Somebody who has no more than a name, true or not. */
    Caller by(String user) {
        return new Caller(Principal.of(user, Set.of()), null, address, userAgent, requestId);
    }

    /** The server's routine, which leaves no audit record: a status that is written all the time. */
    static Caller routine() {
        return new Caller(
                SERVER.principal(),
                null,
                "",
                SERVER.userAgent(),
                "",
                new ApiRequest("update", "status", Deadline.in(Duration.ofSeconds(30))));
    }

    /** The keys and the token that the server makes when it starts; nothing that others can make more of. */
    static Caller start() {
        return START;
    }

    /** The server's own work. */
    static Caller server() {
        return SERVER;
    }
}
