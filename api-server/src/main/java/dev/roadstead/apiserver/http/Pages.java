package dev.roadstead.apiserver.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The few pages of sign-in. They run no script but their own files, and no other site can frame them. Immutable. */
final class Pages {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> FILES = Map.of(
            "/auth/sign-in", "sign-in.html",
            "/auth/signed-in", "signed-in.html",
            "/auth/register", "register.html",
            "/auth/device", "device.html",
            "/auth/pages/page.css", "page.css",
            "/auth/pages/sign-in.js", "sign-in.js",
            "/auth/pages/device.js", "device.js",
            "/auth/pages/register.js", "register.js");
    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8");

    private final Map<String, byte[]> bodies =
            FILES.values().stream().collect(Collectors.toUnmodifiableMap(file -> file, Pages::load));

    /** Whether there is a page at a path. */
    static boolean isPage(String path) {
        return FILES.containsKey(path);
    }

    /** Sends the page of a path. */
    void send(Exchange exchange) throws InterruptedException {
        String file = Objects.requireNonNull(FILES.get(exchange.path()));
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
