package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.people.IssuedTokens;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives the tokens of a Session to whoever signed in: in the answer, or as cookies of a browser. */
final class TokenAnswers {
    private final AuthCookies cookies;

    TokenAnswers(AuthCookies cookies) {
        this.cookies = cookies;
    }

    void give(Exchange exchange, int status, IssuedTokens tokens, boolean asCookies) throws InterruptedException {
        send(exchange, status, tokens, asCookies ? cookies.set(exchange, tokens) : null);
    }

    /** As cookies, with further ones. */
    void giveCookies(Exchange exchange, IssuedTokens tokens, List<String> further) throws InterruptedException {
        send(exchange, 200, tokens, cookies.set(exchange, tokens, further));
    }

    private static void send(Exchange exchange, int status, IssuedTokens tokens, @Nullable String csrf)
            throws InterruptedException {
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

    /** Codes that are shown once. */
    static void sendCodes(Exchange exchange, List<String> codes) throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        codes.forEach(answer.putArray("recoveryCodes")::add);
        Answers.sendJson(exchange, 200, answer);
    }
}
