package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A configuration as an edge uses it. Which server is next is remembered; thread-safe. */
final class EdgeRoutes {
    private final List<Route> routes = new ArrayList<>();
    private final Map<String, Turns> turns = new HashMap<>();
    private final JsonNode http;
    private final JsonNode services;

    /** A router, ready to be asked. */
    record Route(String entryPoint, RouteRule rule, int priority, String service, List<JsonNode> middlewares) {}

    /**
     * Where a request goes.
     *
     * @param service that has the server
     * @param cookies fields that the answer sets, for the visitor to be known again
     */
    record Choice(String service, String url, List<String> cookies) {}

    EdgeRoutes(JsonNode configuration) {
        this.http = configuration.path("http");
        this.services = http.path("services");
        http.path("routers").properties().forEach(entry -> {
            JsonNode router = entry.getValue();
            List<JsonNode> passed = new ArrayList<>();
            router.path("middlewares")
                    .forEach(name -> passed.add(http.path("middlewares").path(name.asText())));
            routes.add(new Route(
                    router.at("/entryPoints/0").asText(),
                    RouteRule.parse(router.path("rule").asText()),
                    router.path("priority").asInt(),
                    router.path("service").asText(),
                    passed));
        });
        routes.sort(Comparator.comparingInt(Route::priority).reversed());
        services.properties().forEach(service -> turns.put(service.getKey(), new Turns(service.getValue())));
    }

    /** What it was told of routers, services or middlewares, by name. */
    JsonNode configured(String kind) {
        return http.path(kind);
    }

    Optional<Route> find(String entryPoint, String host, String path) {
        return routes.stream()
                .filter(route -> route.entryPoint().equals(entryPoint))
                .filter(route -> route.rule().matches(host, path))
                .findFirst();
    }

    /** The server whose turn it is, or that a cookie names; empty if the service has none. */
    Optional<Choice> next(String service, Map<String, String> cookies) {
        Turns own = turns.get(service);
        if (own == null) {
            return Optional.empty();
        }
        JsonNode said = services.path(service);
        JsonNode cookie = said.path("weighted").isObject()
                ? said.at("/weighted/sticky/cookie")
                : said.at("/loadBalancer/sticky/cookie");
        String known = cookies.getOrDefault(cookie.path("name").asText(), "");
        Optional<String> next = own.known(known).or(own::next);
        Optional<Choice> choice = said.has("weighted")
                ? next.flatMap(part -> next(part, cookies))
                : next.map(url -> new Choice(service, url, List.of()));
        if (cookie.isMissingNode() || next.isEmpty() || token(next.get()).equals(known)) {
            return choice;
        }
        String field = cookie.path("name").asText() + "=" + token(next.get()) + "; Path=/; SameSite="
                + cookie.path("sameSite").asText() + (cookie.path("secure").asBoolean() ? "; Secure" : "")
                + (cookie.path("httpOnly").asBoolean() ? "; HttpOnly" : "");
        return choice.map(it -> new Choice(
                it.service(),
                it.url(),
                Stream.concat(Stream.of(field), it.cookies().stream()).toList()));
    }

    /** What a cookie says of a server, or of a service. */
    private static String token(String name) {
        return Integer.toHexString(name.hashCode());
    }

    /** Smooth weighted round robin: each turn all gain their weight, and the one that goes pays for all. */
    private static final class Turns {
        private final List<String> names = new ArrayList<>();
        private final List<Integer> weights = new ArrayList<>();
        private final List<Integer> credits = new ArrayList<>();

        Turns(JsonNode service) {
            service.at("/loadBalancer/servers")
                    .forEach(server -> add(server.path("url").asText(), 1));
            service.at("/weighted/services")
                    .forEach(part ->
                            add(part.path("name").asText(), part.path("weight").asInt()));
        }

        private void add(String name, int weight) {
            names.add(name);
            weights.add(weight);
            credits.add(0);
        }

        Optional<String> known(String token) {
            return names.stream().filter(name -> token(name).equals(token)).findFirst();
        }

        synchronized Optional<String> next() {
            int best = -1;
            int total = 0;
            for (int i = 0; i < names.size(); i++) {
                total += weights.get(i);
                credits.set(i, credits.get(i) + weights.get(i));
                if (weights.get(i) > 0 && (best < 0 || credits.get(i) > credits.get(best))) {
                    best = i;
                }
            }
            if (best < 0) {
                return Optional.empty();
            }
            credits.set(best, credits.get(best) - total);
            return Optional.of(names.get(best));
        }
    }
}
