package dev.roadstead.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The few pages of sign-in. They run no script but their own files, and no other site can frame them. Immutable. */
final class Pages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("/auth/sign-in", "sign-in.html"),
            Map.entry("/auth/second-factor", "second-factor.html"),
            Map.entry("/auth/signed-in", "signed-in.html"),
            Map.entry("/auth/register", "register.html"),
            Map.entry("/auth/device", "device.html"),
            Map.entry("/auth/account", "account.html"),
            Map.entry("/auth/pages/page.css", "page.css"),
            Map.entry("/auth/pages/calls.js", "calls.js"),
            Map.entry("/auth/pages/proof.js", "proof.js"),
            Map.entry("/auth/pages/sign-in.js", "sign-in.js"),
            Map.entry("/auth/pages/second-factor.js", "second-factor.js"),
            Map.entry("/auth/pages/device.js", "device.js"),
            Map.entry("/auth/pages/account.js", "account.js"),
            Map.entry("/auth/pages/register.js", "register.js"));
    private static final Set<String> FRONT_DOORS = Set.of("/", "/auth", "/auth/");
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8");

    private final Map<String, byte[]> bodies =
            FILES.values().stream().collect(Collectors.toUnmodifiableMap(file -> file, Pages::load));

    /**
     * Whether a browser asks for the server itself, as people do who were told no more than its address. Programs get the list
     * of paths: they do not ask for HTML.
     */
    static boolean isFrontDoor(Exchange exchange) {
        if (!FRONT_DOORS.contains(exchange.path()) || !exchange.method().equals("GET")) {
            return false; // as nearly all requests: their headers are not looked at
        }
        String accept = exchange.header("Accept");
        return exchange.header("Authorization") == null && accept != null && accept.startsWith("text/html");
    }

    /** Leads a browser to the page about its person, which leads to sign-in whoever has not. */
    static void leadIn(Exchange exchange) throws InterruptedException {
        exchange.setHeader("Location", "/auth/account");
        exchange.setHeader("Vary", "Accept");
        exchange.send(303, Exchange.TEXT, new byte[0]);
    }

    Map<String, AuthHandler> handlers() {
        return Map.of(
                "signInPage", this::send,
                "secondFactorPage", this::send,
                "signedInPage", this::send,
                "accountPage", this::send,
                "registerPage", this::send,
                "devicePage", this::send,
                "pageFile", this::send);
    }

    private void send(AuthRequest request) throws InterruptedException {
        Exchange exchange = request.exchange();
        String file = FILES.get(exchange.path());
        if (file == null) {
            exchange.send(404, Exchange.TEXT, "404 page not found\n".getBytes(StandardCharsets.UTF_8));
            return;
        }
        exchange.setHeader("Content-Security-Policy", POLICY);
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Referrer-Policy", "no-referrer");
        String type = Objects.requireNonNull(TYPES.get(file.substring(file.lastIndexOf('.') + 1)));
        exchange.send(200, type, Objects.requireNonNull(bodies.get(file)));
    }

    private static byte[] load(String file) {
        try (InputStream in = Pages.class.getResourceAsStream("pages/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
