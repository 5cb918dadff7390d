package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.oidc.Provider;
import dev.roadstead.apiserver.oidc.ProviderSignIn;
import dev.roadstead.apiserver.oidc.SignInException;
import dev.roadstead.apiserver.people.IssuedTokens;
import dev.roadstead.apiserver.people.Origin;
import dev.roadstead.apiserver.people.ProviderAccounts;
import dev.roadstead.apiserver.people.ProviderAccounts.Configured;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sign-in by IdentityProviders: a browser is sent there, and comes back with a code. */
final class ProviderRoutes {
    static final String LIST = "/auth/providers";
    static final String PREFIX = "/auth/oidc/";

    private static final String AFTERWARDS = "/auth/signed-in";

    private final ProviderSignIn signIn;
    private final ProviderAccounts accounts;
    private final AuthCookies cookies;

    ProviderRoutes(ProviderSignIn signIn, ProviderAccounts accounts, AuthCookies cookies) {
        this.signIn = signIn;
        this.accounts = accounts;
        this.cookies = cookies;
    }

    /** False when there is no such path. */
    boolean handle(Exchange exchange, Origin origin) throws InterruptedException {
        if (exchange.path().equals(LIST)) {
            list(exchange);
            return true;
        }
        String[] parts = exchange.path().substring(PREFIX.length()).split("/", -1);
        if (parts.length != 2 || !List.of("login", "callback").contains(parts[1])) {
            return false;
        }
        try {
            if (parts[1].equals("login")) {
                begin(exchange, parts[0], origin);
            } else {
                finish(exchange, parts[0], origin);
            }
        } catch (SignInException e) {
            problem(exchange, String.valueOf(e.getMessage()));
        } catch (ApiException e) {
            problem(exchange, e.fault().message());
        }
        return true;
    }

    private void list(Exchange exchange) throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode providers = answer.putArray("providers");
        for (Provider provider : accounts.providers()) {
            providers
                    .addObject()
                    .put("name", provider.name())
                    .put("displayName", provider.displayName())
                    .put("type", provider.type().name().toLowerCase(Locale.ROOT));
        }
        Answers.sendJson(exchange, 200, answer);
    }

    private void begin(Exchange exchange, String name, Origin origin) throws SignInException, InterruptedException {
        accounts.enter(origin);
        Configured configured = accounts.configured(name);
        String wanted = exchange.query().text("return");
        ProviderSignIn.Begun begun =
                signIn.begin(configured.provider(), callback(exchange, name), isPath(wanted) ? wanted : AFTERWARDS);
        exchange.setHeader("Set-Cookie", List.of(AuthCookies.attempt(begun.cookie(), ProviderSignIn.PATIENCE)));
        redirect(exchange, begun.location().toString());
    }

    private void finish(Exchange exchange, String name, Origin origin) throws SignInException, InterruptedException {
        accounts.enter(origin);
        Configured configured = accounts.configured(name);
        String error = exchange.query().text("error");
        if (!error.isEmpty()) {
            throw new SignInException(name + " did not sign you in: " + error.replaceAll("[^a-zA-Z0-9_. -]", "?"));
        }
        ProviderSignIn.Finished finished = signIn.finish(
                configured.provider(),
                callback(exchange, name),
                AuthCookies.attempt(exchange),
                exchange.query().text("state"),
                exchange.query().text("code"),
                configured.clientSecret());
        IssuedTokens tokens = accounts.signIn(configured.provider(), finished.identity(), origin);
        cookies.set(exchange, tokens, List.of(AuthCookies.attempt("", Duration.ZERO)));
        redirect(exchange, isPath(finished.returnTo()) ? finished.returnTo() : AFTERWARDS);
    }

    /** A path of this server, and nothing that a browser reads as another host. */
    static boolean isPath(String text) {
        return text.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?");
    }

    private static URI callback(Exchange exchange, String provider) {
        return URI.create("https://" + exchange.authority() + PREFIX + provider + "/callback");
    }

    private static void problem(Exchange exchange, String message) throws InterruptedException {
        redirect(exchange, "/auth/sign-in#problem=" + URLEncoder.encode(message, StandardCharsets.UTF_8));
    }

    private static void redirect(Exchange exchange, String location) throws InterruptedException {
        exchange.setHeader("Location", location);
        exchange.send(303, Exchange.TEXT, new byte[0]);
    }
}
