package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.people.Origin;
import dev.roadstead.apiserver.people.PasskeyProof;
import dev.roadstead.apiserver.people.SecondProof;
import dev.roadstead.apiserver.people.SignedIn;
import dev.roadstead.apiserver.people.Site;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request below {@code /auth}.
 *
 * @param parameters of its path
 */
record AuthRequest(
        Exchange exchange,
        Caller caller,
        Deadline deadline,
        AuthDescription.Operation operation,
        Map<String, String> parameters) {
    /** Where it comes from. */
    Origin origin() {
        return new Origin(caller.address(), caller.userAgent(), caller.requestId());
    }

    /** The person who asks, by a Session. */
    SignedIn signedIn() {
        return SignedIn.require(caller);
    }

    String parameter(String name) {
        return Objects.requireNonNull(parameters.get(name), name);
    }

    /** Its body, which may have the fields that the operation describes. */
    AuthBody body() throws InterruptedException {
        return AuthBody.read(exchange, deadline, operation.fields());
    }

    /** This server, as the browser has it. */
    Site site() {
        return Site.of(exchange.authority());
    }

    /** What comes beside a password. */
    SecondProof second(AuthBody body) {
        PasskeyProof passkey = passkey(body);
        return passkey == null ? new SecondProof.Code(body.textOr("code", "")) : new SecondProof.Passkey(passkey);
    }

    /** The proof by passkey in a body; null for none. Its challenge is in a cookie. */
    @Nullable
    PasskeyProof passkey(AuthBody body) {
        return body.has("passkey") ? new PasskeyProof(site(), challenge(), body.object("passkey")) : null;
    }

    /** The challenge that the browser brought back; empty for none. */
    String challenge() {
        String cookie = AuthCookies.challenge(exchange);
        return cookie == null ? "" : cookie;
    }

    void done() throws InterruptedException {
        exchange.send(204, Exchange.JSON, new byte[0]);
    }
}
