package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.oidc.Provider;
import dev.roadstead.apiserver.oidc.ProviderSignIn;
import dev.roadstead.apiserver.oidc.SignInException;
import dev.roadstead.apiserver.people.IssuedTokens;
import dev.roadstead.apiserver.people.PendingSignIns;
import dev.roadstead.apiserver.people.ProviderAccounts;
import dev.roadstead.apiserver.people.ProviderAccounts.Configured;
import dev.roadstead.apiserver.people.ProviderAccounts.Outcome;
import dev.roadstead.apiserver.people.ProviderLinks;
import dev.roadstead.apiserver.people.SecondProof;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sign-in by IdentityProviders: a browser is sent there, and comes back with a code. */
final class ProviderRoutes {
    private static final String AFTERWARDS = "/auth/signed-in";
    private static final String SIGN_IN = "/auth/sign-in";
    private static final String SECOND = "/auth/second-factor";
    private static final String ACCOUNT = "/auth/account";

    private final ProviderSignIn signIn;
    private final ProviderAccounts accounts;
    private final PendingSignIns pending;
    private final ProviderLinks links;
    private final AuthCookies cookies;
    private final TokenAnswers answers;

    ProviderRoutes(
            ProviderSignIn signIn,
            ProviderAccounts accounts,
            PendingSignIns pending,
            ProviderLinks links,
            AuthCookies cookies) {
        this.signIn = signIn;
        this.accounts = accounts;
        this.pending = pending;
        this.answers = new TokenAnswers(cookies);
        this.links = links;
        this.cookies = cookies;
    }

    Map<String, AuthHandler> handlers() {
        return Map.of(
                "providers", this::list,
                "providerLogin", request -> orProblem(request, this::begin),
                "providerCallback", request -> orProblem(request, this::finish),
                "secondFactor", this::second,
                "linkProvider", this::link,
                "unlinkProvider", this::unlink);
    }

    private interface Step {
        void take(AuthRequest request) throws SignInException, InterruptedException;
    }

    /** A browser is shown what is wrong by a page. */
    private static void orProblem(AuthRequest request, Step step) throws InterruptedException {
        try {
            step.take(request);
        } catch (SignInException e) {
            problem(request.exchange(), SIGN_IN, String.valueOf(e.getMessage()));
        } catch (ApiException e) {
            problem(request.exchange(), SIGN_IN, e.fault().message());
        }
    }

    private void list(AuthRequest request) throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode providers = answer.putArray("providers");
        for (Provider provider : accounts.providers()) {
            providers
                    .addObject()
                    .put("name", provider.name())
                    .put("displayName", provider.displayName())
                    .put("type", provider.type().name().toLowerCase(Locale.ROOT));
        }
        Answers.sendJson(request.exchange(), 200, answer);
    }

    private void begin(AuthRequest request) throws SignInException, InterruptedException {
        accounts.enter(request.origin());
        Exchange exchange = request.exchange();
        Configured configured = accounts.configured(request.parameter("provider"));
        String wanted = exchange.query().text("return");
        ProviderSignIn.Begun begun =
                signIn.begin(configured.provider(), callback(request), isPath(wanted) ? wanted : AFTERWARDS);
        keep(exchange, begun);
        redirect(exchange, begun.location().toString());
    }

    /** A script asks for this, with the cookies that no other site can send, and goes where it is told. */
    private void link(AuthRequest request) throws InterruptedException {
        request.body();
        accounts.enter(request.origin());
        String name = request.parameter("provider");
        try {
            ProviderSignIn.Begun begun = signIn.begin(
                    accounts.configured(name).provider(),
                    callback(request),
                    ACCOUNT,
                    state -> links.begin(request.caller(), name, state));
            keep(request.exchange(), begun);
            ObjectNode answer = JsonNodeFactory.instance.objectNode();
            Answers.sendJson(
                    request.exchange(),
                    200,
                    answer.put("location", begun.location().toString()));
        } catch (SignInException e) {
            throw new ApiException(new ApiFault.BadRequest(String.valueOf(e.getMessage())));
        }
    }

    private void unlink(AuthRequest request) throws InterruptedException {
        request.body();
        links.remove(request.caller(), request.parameter("provider"), request.origin());
        request.done();
    }

    private static void keep(Exchange exchange, ProviderSignIn.Begun begun) {
        exchange.setHeader("Set-Cookie", List.of(AuthCookies.attempt(begun.cookie(), ProviderSignIn.PATIENCE)));
    }

    private void finish(AuthRequest request) throws SignInException, InterruptedException {
        accounts.enter(request.origin());
        Exchange exchange = request.exchange();
        String name = request.parameter("provider");
        Configured configured = accounts.configured(name);
        String error = exchange.query().text("error");
        if (!error.isEmpty()) {
            throw new SignInException(name + " did not sign you in: " + error.replaceAll("[^a-zA-Z0-9_. -]", "?"));
        }
        ProviderSignIn.Finished finished = signIn.finish(
                configured.provider(),
                callback(request),
                AuthCookies.attempt(exchange),
                exchange.query().text("state"),
                exchange.query().text("code"),
                configured.clientSecret());
        String over = AuthCookies.attempt("", Duration.ZERO);
        if (finished.link().isEmpty()) {
            switch (accounts.signIn(configured.provider(), finished.identity(), request.origin())) {
                case Outcome.Done(IssuedTokens tokens) -> cookies.set(exchange, tokens, List.of(over));
                case Outcome.FactorNeeded(String note) -> {
                    String kept = AuthCookies.pending(note, PendingSignIns.PATIENCE);
                    exchange.setHeader("Set-Cookie", List.of(over, kept));
                    redirect(exchange, SECOND + "#return=" + encoded(finished.returnTo()));
                    return;
                }
            }
        } else {
            exchange.setHeader("Set-Cookie", List.of(over));
            try {
                links.finish(
                        configured.provider(),
                        finished.identity(),
                        finished.link(),
                        exchange.query().text("state"),
                        request.origin());
            } catch (SignInException e) {
                problem(exchange, ACCOUNT, String.valueOf(e.getMessage()));
                return;
            }
        }
        redirect(exchange, isPath(finished.returnTo()) ? finished.returnTo() : AFTERWARDS);
    }

    /** The browser that came back from the provider brings what that vouched for. */
    private void second(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        SecondProof factor = request.second(body);
        if (factor.isAbsent()) {
            throw AuthBody.bad("must have either code or passkey: your second factor");
        }
        accounts.enter(request.origin());
        String note = AuthCookies.pending(request.exchange());
        IssuedTokens tokens = pending.finish(note == null ? "" : note, factor, request.origin());
        answers.giveCookies(request.exchange(), tokens, List.of(AuthCookies.pending("", Duration.ZERO)));
    }

    /** A path of this server, and nothing that a browser reads as another host. */
    static boolean isPath(String text) {
        return text.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?");
    }

    private static URI callback(AuthRequest request) {
        return URI.create("https://" + request.exchange().authority() + "/auth/oidc/" + request.parameter("provider")
                + "/callback");
    }

    private static void problem(Exchange exchange, String page, String message) throws InterruptedException {
        redirect(exchange, page + "#problem=" + encoded(message));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void redirect(Exchange exchange, String location) throws InterruptedException {
        exchange.setHeader("Location", location);
        exchange.send(303, Exchange.TEXT, new byte[0]);
    }
}
