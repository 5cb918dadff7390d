package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.people.Accounts;
import dev.roadstead.apiserver.people.IssuedTokens;
import dev.roadstead.apiserver.people.Joining;
import dev.roadstead.apiserver.people.Origin;
import dev.roadstead.apiserver.people.Registration;
import dev.roadstead.apiserver.people.SecondFactor;
import dev.roadstead.apiserver.people.Sessions;
import dev.roadstead.apiserver.people.SignedIn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sign-in and what people do about their own accounts: {@code /auth/...}. */
final class AuthRoutes {
    static final String PREFIX = "/auth/";

    private static final Set<String> NONE = Set.of();
    /** Where a token of a browser is not asked for; one that has ended must not stand in the way. */
    private static final Set<String> OPEN =
            Set.of("/auth/login", "/auth/refresh", "/auth/register", "/auth/token", "/auth/providers", "/auth/device");

    private final Accounts accounts;
    private final Registration registration;
    private final Joining joining;
    private final Sessions sessions;
    private final AuthCookies cookies;
    private final Map<String, Route> posts = Map.ofEntries(
            Map.entry("/auth/login", this::login),
            Map.entry("/auth/refresh", this::refresh),
            Map.entry("/auth/register", this::register),
            Map.entry("/auth/join", this::join),
            Map.entry("/auth/logout", this::logout),
            Map.entry("/auth/password", this::password),
            Map.entry("/auth/reauthenticate", this::reauthenticate),
            Map.entry("/auth/mfa/totp", this::enroll),
            Map.entry("/auth/mfa/totp/confirm", this::confirm),
            Map.entry("/auth/mfa/totp/remove", this::remove),
            Map.entry("/auth/mfa/recovery", this::recovery));

    AuthRoutes(Accounts accounts, Registration registration, Joining joining, Sessions sessions, AuthCookies cookies) {
        this.accounts = accounts;
        this.registration = registration;
        this.joining = joining;
        this.sessions = sessions;
        this.cookies = cookies;
    }

    /** One request; its body is read by the route. */
    private record Asked(Exchange exchange, Caller caller, Origin origin, Deadline deadline) {
        AuthBody body(Set<String> fields) throws InterruptedException {
            return AuthBody.read(exchange, deadline, fields);
        }
    }

    private interface Route {
        void handle(Asked asked) throws InterruptedException;
    }

    static boolean isBelow(String path) {
        return path.startsWith(PREFIX);
    }

    /** Whether a path is for those who are not signed in yet. */
    static boolean isOpen(String path) {
        return OPEN.contains(path) || BrowserRoutes.isOpen(path);
    }

    /** False when there is no such path. */
    boolean handle(Exchange exchange, Caller caller, Deadline deadline) throws InterruptedException {
        Route route = posts.get(exchange.path());
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (route == null || (reads && Pages.isPage(exchange.path()))) {
            return false;
        }
        if (!exchange.method().equals("POST")) {
            throw ResourceRoutes.methodNotAllowed();
        }
        Origin origin = new Origin(caller.address(), caller.userAgent(), caller.requestId());
        route.handle(new Asked(exchange, caller, origin, deadline));
        return true;
    }

    private void login(Asked asked) throws InterruptedException {
        AuthBody body = asked.body(Set.of("user", "password", "code", "cookies"));
        IssuedTokens tokens =
                accounts.login(body.text("user"), body.text("password"), body.textOr("code", ""), asked.origin());
        give(asked.exchange(), 200, tokens, body.flag("cookies"));
    }

    private void refresh(Asked asked) throws InterruptedException {
        AuthBody body = asked.body(Set.of("refreshToken"));
        String cookie = body.has("refreshToken") ? null : AuthCookies.refresh(asked.exchange());
        if (cookie != null) {
            AuthCookies.requireOwnPage(asked.exchange());
        }
        try {
            IssuedTokens tokens = sessions.refresh(cookie == null ? body.text("refreshToken") : cookie, asked.origin());
            give(asked.exchange(), 200, tokens, cookie != null);
        } catch (ApiException e) {
            if (cookie != null) {
                AuthCookies.clear(asked.exchange());
            }
            throw e;
        }
    }

    private void register(Asked asked) throws InterruptedException {
        AuthBody body =
                asked.body(Set.of("invitation", "bootstrap", "name", "email", "displayName", "password", "cookies"));
        if (body.has("invitation") == body.has("bootstrap")) {
            throw AuthBody.bad("must have either invitation or bootstrap: the token that gives the right to register");
        }
        Registration.Applicant applicant = new Registration.Applicant(
                body.text("name"), body.textOr("email", ""), body.textOr("displayName", ""), body.text("password"));
        boolean wantsCookies = body.flag("cookies");
        IssuedTokens tokens = body.has("bootstrap")
                ? registration.first(body.text("bootstrap"), applicant, asked.origin())
                : registration.invited(body.text("invitation"), applicant, asked.origin());
        give(asked.exchange(), 201, tokens, wantsCookies);
    }

    private void join(Asked asked) throws InterruptedException {
        SignedIn signedIn = SignedIn.require(asked.caller());
        joining.join(signedIn, asked.body(Set.of("invitation")).text("invitation"), asked.origin());
        done(asked.exchange());
    }

    private void logout(Asked asked) throws InterruptedException {
        SignedIn signedIn = SignedIn.require(asked.caller());
        if (asked.body(Set.of("all")).flag("all")) {
            sessions.endAll(signedIn.user(), "", asked.origin());
        } else {
            sessions.end(signedIn, asked.origin());
        }
        if (AuthCookies.access(asked.exchange()) != null) {
            AuthCookies.clear(asked.exchange());
        }
        done(asked.exchange());
    }

    private void password(Asked asked) throws InterruptedException {
        SignedIn signedIn = SignedIn.require(asked.caller());
        AuthBody body = asked.body(Set.of("password", "newPassword"));
        accounts.changePassword(signedIn, body.text("password"), body.text("newPassword"), asked.origin());
        done(asked.exchange());
    }

    private void reauthenticate(Asked asked) throws InterruptedException {
        SignedIn signedIn = SignedIn.require(asked.caller());
        AuthBody body = asked.body(Set.of("password", "code"));
        accounts.reauthenticate(signedIn, body.text("password"), body.textOr("code", ""), asked.origin());
        done(asked.exchange());
    }

    private void enroll(Asked asked) throws InterruptedException {
        asked.body(NONE);
        SecondFactor.Enrollment enrollment = accounts.enroll(asked.caller(), asked.origin());
        Answers.sendJson(
                asked.exchange(),
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("secret", enrollment.secret())
                        .put("uri", enrollment.uri()));
    }

    private void confirm(Asked asked) throws InterruptedException {
        String code = asked.body(Set.of("code")).text("code");
        sendCodes(asked.exchange(), accounts.confirmFactor(asked.caller(), code, asked.origin()));
    }

    private void remove(Asked asked) throws InterruptedException {
        AuthBody body = asked.body(Set.of("password", "code"));
        accounts.removeFactor(asked.caller(), body.text("password"), body.text("code"), asked.origin());
        done(asked.exchange());
    }

    private void recovery(Asked asked) throws InterruptedException {
        String code = asked.body(Set.of("code")).text("code");
        sendCodes(asked.exchange(), accounts.renewRecovery(asked.caller(), code, asked.origin()));
    }

    private static void sendCodes(Exchange exchange, List<String> codes) throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        codes.forEach(answer.putArray("recoveryCodes")::add);
        Answers.sendJson(exchange, 200, answer);
    }

    private void give(Exchange exchange, int status, IssuedTokens tokens, boolean asCookies)
            throws InterruptedException {
        @Nullable String csrf = asCookies ? cookies.set(exchange, tokens) : null;
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (csrf == null) {
            answer.put("accessToken", tokens.accessToken()).put("refreshToken", tokens.refreshToken());
        } else {
            answer.put("csrfToken", csrf);
        }
        answer.put("expiresIn", tokens.expiresIn().toSeconds())
                .put("refreshExpiresIn", tokens.refreshExpiresIn().toSeconds())
                .put("user", tokens.user())
                .put("session", tokens.session());
        Answers.sendJson(exchange, status, answer);
    }

    private static void done(Exchange exchange) throws InterruptedException {
        exchange.send(204, Exchange.JSON, new byte[0]);
    }
}
