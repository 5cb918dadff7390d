package dev.roadstead.testkit.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What an edge has loaded, as Traefik's API lists it: routers and middlewares of the HTTP provider with their configuration,
 * all on one page.
 */
record EdgeApi(Supplier<EdgeRoutes> routes) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> ENTRY_POINTS = List.of("web", "websecure");

    void serve(HttpServer server) {
        server.createContext("/api/http/routers", exchange -> answer(exchange, EdgeApi::routers));
        server.createContext("/api/http/middlewares", exchange -> answer(exchange, EdgeApi::middlewares));
    }

    private void answer(HttpExchange exchange, Function<EdgeRoutes, ArrayNode> list) throws IOException {
        try (exchange) {
            byte[] body = JSON.writeValueAsBytes(list.apply(routes.get()));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static ArrayNode routers(EdgeRoutes routes) {
        ArrayNode list = JSON.createArrayNode();
        routes.configured("routers").properties().forEach(router -> {
            ObjectNode said = listed(list, router.getKey(), router.getValue());
            String entryPoint = said.at("/entryPoints/0").asText();
            if (ENTRY_POINTS.contains(entryPoint)) {
                said.put("status", "enabled").putArray("using").add(entryPoint);
            } else {
                said.put("status", "disabled").putArray("error").add("entryPoint \"" + entryPoint + "\" doesn't exist");
            }
        });
        return list;
    }

    private static ArrayNode middlewares(EdgeRoutes routes) {
        ArrayNode list = JSON.createArrayNode();
        routes.configured("middlewares").properties().forEach(middleware -> {
            ObjectNode said = listed(list, middleware.getKey(), middleware.getValue());
            String type = middleware.getValue().fieldNames().next();
            said.put("status", "enabled").put("type", type.toLowerCase(Locale.ROOT));
            ArrayNode usedBy = said.putArray("usedBy");
            routes.configured("routers").properties().stream()
                    .filter(router -> router.getValue()
                            .path("middlewares")
                            .valueStream()
                            .anyMatch(name -> name.asText().equals(middleware.getKey())))
                    .forEach(router -> usedBy.add(router.getKey() + "@http"));
        });
        return list;
    }

    private static ObjectNode listed(ArrayNode list, String name, JsonNode configured) {
        ObjectNode said = list.addObject();
        configured.properties().forEach(field -> said.set(field.getKey(), field.getValue()));
        return said.put("name", name + "@http").put("provider", "http");
    }
}
