package dev.roadstead.controller.plan.route;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an edge gives a visitor to know again where it sent him.
 *
 * @param secure whether browsers send it by HTTPS only
 */
public record Cookie(String name, boolean secure) {
    /** One for the choice between two releases, which is another than that between their containers. */
    Cookie ofReleases() {
        return new Cookie(name + "-release", secure);
    }

    /** As Traefik's configuration says it. */
    Map<String, Object> tree() {
        Map<String, Object> cookie = new TreeMap<>(Map.of("name", name, "httpOnly", true, "sameSite", "lax"));
        if (secure) {
            cookie.put("secure", true);
        }
        return Map.of("cookie", cookie);
    }
}
