package dev.roadstead.bench.routing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.controller.edge.Accepted;
import dev.roadstead.controller.edge.EdgeServer;
import dev.roadstead.controller.edge.EdgeTokens;
import dev.roadstead.controller.edge.RouteTable;
import dev.roadstead.controller.plan.route.DomainRoutes;
import dev.roadstead.model.Application;
import dev.roadstead.model.Container;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Json;
import dev.roadstead.model.Node;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Domains, an Application with three containers for each, and an edge that asks for all of it over HTTP. */
final class RoutedFleet implements AutoCloseable {
    private static final int CONTAINERS = 3;
    private static final String TOKEN = "token";

    private final JsonMapper mapper = Json.mapper();
    private final Objects<Container> containers = new Objects<>(container ->
            container.metadata().namespace() + "/" + container.spec().application());
    private final RouteTable table = new RouteTable(
            new Objects<Application>(Application::key),
            containers,
            new Objects<Node>(Node::key),
            InstantSource.system(),
            _ -> {});
    private final HttpClient http = HttpClient.newHttpClient();
    private final EdgeServer server;
    private final int domains;
    private String etag = "";

    RoutedFleet(int domains) throws IOException {
        this.domains = domains;
        Secret secret = new Secret(
                ObjectMeta.toCreate("roadstead-system", "edge-a", Map.of(), List.of(), List.of()),
                Map.of(EdgeTokens.KEY, TOKEN.getBytes(StandardCharsets.US_ASCII)));
        server = new EdgeServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                table,
                new EdgeTokens(_ -> Optional.of(secret), _ -> "1"));
        for (int i = 0; i < domains; i++) {
            table.put(new Accepted(DomainRoutes.of(domain(i), List.of()), null));
            for (int j = 0; j < CONTAINERS; j++) {
                put(container(i, j, true));
            }
        }
    }

    /** A container becomes ready, or is so no longer. */
    void flip(int change) throws IOException {
        int application = (int) (change * 7919L % domains);
        put(container(application, change % domains % CONTAINERS, change / domains % 2 == 1));
    }

    /** The size of what is answered. */
    int ask() throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/v1/edges/a/traefik"))
                .header("Authorization", "Bearer " + TOKEN);
        if (!etag.isEmpty()) {
            request.header("If-None-Match", etag);
        }
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200 && answer.statusCode() != 304) {
            throw new IOException("the endpoint answered " + answer.statusCode());
        }
        etag = answer.headers().firstValue("ETag").orElseThrow();
        return answer.body().length;
    }

    void askUntilItDiffers() throws IOException, InterruptedException {
        String before = etag;
        for (int tries = 0; etag.equals(before); tries++) {
            if (tries == 100) {
                throw new IllegalStateException("a change was not in 100 answers");
            }
            int _ = ask();
        }
    }

    private void put(Container after) {
        Container before = containers.put(after);
        table.container(before, after);
    }

    private Domain domain(int i) throws JsonProcessingException {
        return mapper.readValue("""
                {"metadata": {"namespace": "bench", "name": "d%1$d", "uid": "u%1$d", "generation": 1},
                 "spec": {"hostname": "d%1$d.example.com", "pathPrefix": "/", "application": "a%1$d", "port": "http",
                          "tls": {"mode": "Auto"}, "ownership": {"txt": "Skip"}}}
                """.formatted(i), Domain.class);
    }

    private Container container(int application, int ordinal, boolean ready) throws JsonProcessingException {
        return mapper.readValue(
                """
                {"metadata": {"namespace": "bench", "name": "a%1$d-1-%2$d", "uid": "u%1$d-%2$d"},
                 "spec": {"application": "a%1$d", "release": 1, "ordinal": %2$d, "nodeName": "a",
                          "desiredState": "Running", "drain": "10s",
                          "template": {"image": "a", "ports": [{"name": "http", "containerPort": 8080}]}},
                 "status": {"state": "Running", "health": "Healthy", "restarts": 0, "ip": "172.18.%3$d.%4$d",
                            "conditions": [{"type": "Ready", "status": "%5$s", "reason": "R", "message": "",
                                            "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
                """.formatted(
                                application,
                                ordinal,
                                application / 80,
                                application % 80 * 3 + ordinal,
                                ready ? "True" : "False"),
                Container.class);
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
