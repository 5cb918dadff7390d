package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.people.IssuedTokens;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of browsers. Scripts cannot read them, other sites cannot send them, and the prefix {@code __Host-} keeps other
 * names of the same site from setting them. A request that changes something must also carry, in a header, what only a
 * script of this very site can read: the value of the third cookie. Thread-safe.
 */
final class AuthCookies {
    static final String CSRF_HEADER = "X-CSRF-Token";

    private static final String ACCESS = "__Host-roadstead-access";
    private static final String REFRESH = "__Host-roadstead-refresh";
    private static final String ATTEMPT = "__Host-roadstead-attempt";
    private static final String CHALLENGE = "__Host-roadstead-passkey";
    private static final String PENDING = "__Host-roadstead-pending";
    private static final String CSRF = "__Host-roadstead-csrf";
    private static final String ATTRIBUTES = "; Path=/; Secure; SameSite=Strict; Max-Age=";
    private static final int CSRF_BYTES = 32;

    private final SecureRandom random;

    AuthCookies(SecureRandom random) {
        this.random = random;
    }

    /** The access token of a browser; null when there is none. */
    static @Nullable String access(Exchange exchange) {
        return value(exchange, ACCESS);
    }

    /** The refresh token of a browser; null when there is none. */
    static @Nullable String refresh(Exchange exchange) {
        return value(exchange, REFRESH);
    }

    /** What a browser brings back from an identity provider; null when it brings nothing. */
    static @Nullable String attempt(Exchange exchange) {
        return value(exchange, ATTEMPT);
    }

    /**
     * Has the browser bring something back from an identity provider. Lax, because it comes back by a link of that site.
     *
     * @param life zero to have it forgotten
     */
    static String attempt(String value, Duration life) {
        return ATTEMPT + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + life.toSeconds();
    }

    /** The challenge of a passkey that this browser began with; null when there is none. */
    static @Nullable String challenge(Exchange exchange) {
        return value(exchange, CHALLENGE);
    }

    /** The sign-in of this browser that waits for a second factor; null when there is none. */
    static @Nullable String pending(Exchange exchange) {
        return value(exchange, PENDING);
    }

    /** Has the browser keep it; for no time to have it forgotten. */
    static String pending(String value, Duration life) {
        return secret(PENDING, value, life);
    }

    /** Has the browser keep a challenge. */
    static String challenge(String value, Duration life) {
        return secret(CHALLENGE, value, life);
    }

    /**
     * What must hold when a cookie proves who sent a request. An upgrade to a WebSocket is a GET that a page of any site can
     * start, so where the page is from counts for all methods.
     *
     * @throws ApiException Forbidden
     */
    static void requireOwnPage(Exchange exchange) {
        String origin = exchange.header("Origin");
        if (origin != null && !origin.equalsIgnoreCase("https://" + exchange.authority())) {
            throw forbidden("the page that sent this request is of another site than this server");
        }
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (!reads) {
            requireToken(exchange);
        }
    }

    /**
     * What only a script of this very site can send.
     *
     * @throws ApiException Forbidden unless the header has the value of the cookie
     */
    static void requireToken(Exchange exchange) {
        String cookie = value(exchange, CSRF);
        String header = exchange.header(CSRF_HEADER);
        boolean same = cookie != null
                && header != null
                && !cookie.isEmpty()
                && MessageDigest.isEqual(
                        cookie.getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw forbidden("a request with cookies that is no GET or HEAD needs the header " + CSRF_HEADER
                    + " with the value of the cookie " + CSRF);
        }
    }

    private static ApiException forbidden(String message) {
        return new ApiException(new ApiFault.Forbidden(ApiFault.Subject.NONE, message, List.of()));
    }

    /** Sets the tokens as cookies; gives the value for {@link #CSRF_HEADER}. */
    String set(Exchange exchange, IssuedTokens tokens) {
        return set(exchange, tokens, List.of());
    }

    /** As {@link #set(Exchange, IssuedTokens)}, with further cookies. */
    String set(Exchange exchange, IssuedTokens tokens, List<String> further) {
        byte[] bytes = new byte[CSRF_BYTES];
        random.nextBytes(bytes);
        String csrf = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        List<String> all = new ArrayList<>(further);
        all.add(secret(ACCESS, tokens.accessToken(), tokens.expiresIn()));
        all.add(secret(REFRESH, tokens.refreshToken(), tokens.refreshExpiresIn()));
        all.add(cookie(CSRF, csrf, tokens.refreshExpiresIn()));
        exchange.setHeader("Set-Cookie", all);
        return csrf;
    }

    /** Has the browser forget them. */
    static void clear(Exchange exchange) {
        exchange.setHeader(
                "Set-Cookie",
                List.of(
                        secret(ACCESS, "", Duration.ZERO),
                        secret(REFRESH, "", Duration.ZERO),
                        cookie(CSRF, "", Duration.ZERO)));
    }

    private static String secret(String name, String value, Duration life) {
        return cookie(name, value, life) + "; HttpOnly";
    }

    private static String cookie(String name, String value, Duration life) {
        return name + "=" + value + ATTRIBUTES + life.toSeconds();
    }

    /** HTTP/2 may send each cookie in a header of its own. */
    private static @Nullable String value(Exchange exchange, String name) {
        for (String header : exchange.headersBeginning("cookie").getOrDefault("cookie", List.of())) {
            for (String pair : header.split(";", -1)) {
                String cookie = pair.strip();
                if (cookie.startsWith(name + "=")) {
                    return cookie.substring(name.length() + 1);
                }
            }
        }
        return null;
    }
}
