package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.people.Accounts;
import dev.roadstead.apiserver.people.IssuedTokens;
import dev.roadstead.apiserver.people.Joining;
import dev.roadstead.apiserver.people.NewUsers;
import dev.roadstead.apiserver.people.PasskeyProof;
import dev.roadstead.apiserver.people.Registration;
import dev.roadstead.apiserver.people.Sessions;
import dev.roadstead.apiserver.people.SignedIn;
import java.util.Map;

/** How Sessions begin, go on and end. */
final class PasswordRoutes {
    private final Accounts accounts;
    private final Registration registration;
    private final Joining joining;
    private final Sessions sessions;
    private final TokenAnswers answers;

    PasswordRoutes(
            Accounts accounts, Registration registration, Joining joining, Sessions sessions, AuthCookies cookies) {
        this.accounts = accounts;
        this.registration = registration;
        this.joining = joining;
        this.sessions = sessions;
        this.answers = new TokenAnswers(cookies);
    }

    Map<String, AuthHandler> handlers() {
        return Map.of(
                "login", this::login,
                "refresh", this::refresh,
                "register", this::register,
                "join", this::join,
                "logout", this::logout,
                "changePassword", this::password,
                "reauthenticate", this::reauthenticate);
    }

    private void login(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        IssuedTokens tokens =
                accounts.login(body.text("user"), body.text("password"), request.second(body), request.origin());
        answers.give(request.exchange(), 200, tokens, body.flag("cookies"));
    }

    private void refresh(AuthRequest request) throws InterruptedException {
        Exchange exchange = request.exchange();
        AuthBody body = request.body();
        String cookie = body.has("refreshToken") ? null : AuthCookies.refresh(exchange);
        if (cookie != null) {
            AuthCookies.requireOwnPage(exchange);
        }
        try {
            IssuedTokens tokens =
                    sessions.refresh(cookie == null ? body.text("refreshToken") : cookie, request.origin());
            answers.give(exchange, 200, tokens, cookie != null);
        } catch (ApiException e) {
            if (cookie != null) {
                AuthCookies.clear(exchange);
            }
            throw e;
        }
    }

    private void register(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        if (body.has("invitation") == body.has("bootstrap")) {
            throw AuthBody.bad("must have either invitation or bootstrap: the token that gives the right to register");
        }
        NewUsers.Applicant applicant = new NewUsers.Applicant(
                body.text("name"), body.textOr("email", ""), body.textOr("displayName", ""), body.text("password"));
        boolean wantsCookies = body.flag("cookies");
        IssuedTokens tokens = body.has("bootstrap")
                ? registration.first(body.text("bootstrap"), applicant, request.origin())
                : registration.invited(body.text("invitation"), applicant, request.origin());
        answers.give(request.exchange(), 201, tokens, wantsCookies);
    }

    private void join(AuthRequest request) throws InterruptedException {
        SignedIn signedIn = request.signedIn();
        joining.join(signedIn, request.body().text("invitation"), request.origin());
        request.done();
    }

    private void logout(AuthRequest request) throws InterruptedException {
        SignedIn signedIn = request.signedIn();
        if (request.body().flag("all")) {
            sessions.endAll(signedIn.user(), "", request.origin());
        } else {
            sessions.end(signedIn, request.origin());
        }
        if (AuthCookies.access(request.exchange()) != null) {
            AuthCookies.clear(request.exchange());
        }
        request.done();
    }

    private void password(AuthRequest request) throws InterruptedException {
        SignedIn signedIn = request.signedIn();
        AuthBody body = request.body();
        accounts.changePassword(signedIn, body.text("password"), body.text("newPassword"), request.origin());
        request.done();
    }

    private void reauthenticate(AuthRequest request) throws InterruptedException {
        SignedIn signedIn = request.signedIn();
        AuthBody body = request.body();
        PasskeyProof passkey = body.has("password") ? null : request.passkey(body);
        if (passkey == null) {
            accounts.reauthenticate(signedIn, body.text("password"), request.second(body), request.origin());
        } else {
            accounts.reauthenticate(signedIn, passkey, request.origin());
        }
        request.done();
    }
}
