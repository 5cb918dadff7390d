package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;

/** What an edge has loaded, as Traefik's API lists it: routers of the HTTP provider, all on one page. */
record EdgeApi(Supplier<EdgeRoutes> routes) {
    static final String PATH = "/api/http/routers";
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ENTRY_POINTS = List.of("web", "websecure");

    void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(list());
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ArrayNode list() {
        ArrayNode list = JSON.createArrayNode();
        for (EdgeRoutes.Route route : routes.get().all()) {
            var router = list.addObject()
                    .put("name", route.name() + "@http")
                    .put("provider", "http")
                    .put("rule", route.text())
                    .put("service", route.service())
                    .put("priority", route.priority());
            router.putArray("entryPoints").add(route.entryPoint());
            if (ENTRY_POINTS.contains(route.entryPoint())) {
                router.put("status", "enabled").putArray("using").add(route.entryPoint());
            } else {
                router.put("status", "disabled")
                        .putArray("error")
                        .add("entryPoint \"" + route.entryPoint() + "\" doesn't exist");
            }
        }
        return list;
    }
}
