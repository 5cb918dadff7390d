package dev.roadstead.conformance.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.ApiServer;
import dev.roadstead.apiserver.app.ServerConfig;
import dev.roadstead.conformance.HttpClient;
import dev.roadstead.conformance.HttpClient.Answer;
import dev.roadstead.conformance.TestServer;
import dev.roadstead.crd.ShippedCrds;
import dev.roadstead.testkit.MadeDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that could end a router's rule early, or mean another host, comes as far as a Domain. */
final class BadDomainsTest {
    private static final String DOMAINS = "/apis/roadstead.dev/v1/namespaces/default/domains";
    private static @Nullable ApiServer server;
    private static @Nullable HttpClient http;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        MadeDatabase.into(folder.resolve("data"));
        server = ApiServer.start(new ServerConfig(folder.resolve("data"), "127.0.0.1", 0, null, ShippedCrds.texts()));
        http = HttpClient.administrator(Objects.requireNonNull(server));
    }

    @AfterAll
    static void stop() {
        Objects.requireNonNull(server).close();
    }

    @TestFactory
    Stream<DynamicTest> areRefusedWithTheirPlace() {
        List<JsonNode> cases = new ArrayList<>();
        BadRequest.yaml(TestServer.resource("/bad-input/domains.yaml")).forEach(cases::add);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(60);
        return cases.stream().map(it -> dynamicTest(it.path("name").asText(), () -> refused(it)));
    }

    private static void refused(JsonNode bad) {
        Answer answer = post(domain("bad", bad.path("spec")));

        assertThat(answer.status())
                .as("%s", answer)
                .isEqualTo(bad.path("answer").asInt(422));
        assertThat(answer.json().path("message").asText())
                .contains(bad.path("says").asText());
        if (!bad.has("field")) {
            return;
        }
        assertThat(answer.json().at("/details/causes")).as("%s", answer).anySatisfy(cause -> {
            assertThat(cause.path("field").asText()).isEqualTo(bad.path("field").asText());
            assertThat(cause.path("message").asText()).contains(bad.path("says").asText());
        });
    }

    @Test
    void whatLooksAlikeAndIsGoodIsTaken() {
        int count = 0;
        for (String good : List.of(
                "{}",
                "{hostname: '*.example.com'}",
                "{hostname: xn--bcher-kva.example.com}",
                "{hostname: a.b.c.d.e.f.example.xn--p1ai}",
                "{hostname: 1and1.example.com, pathPrefix: /api/v1.2/~me, port: 65535}",
                "{tls: {mode: 'Off'}, redirectToHttps: false, sticky: {}}",
                "{tls: {mode: Secret, secretName: shop}, hsts: {includeSubdomains: true, preload: true}}",
                "{pathPrefix: /a, middlewares: {stripPrefix: true, compress: true, maxBodySize: 10Mi}}",
                "{middlewares: {maxBodySize: 4096, retry: {attempts: 2, initialInterval: 50ms}}}",
                "{middlewares: {ipAllowList: {sourceRange: [10.0.0.0/8, 192.0.2.7, '2001:db8::/32']}}}",
                "{middlewares: {headers: {request: {X-A: ''}, response: {X-Frame-Options: DENY}}}}",
                "{middlewares: {basicAuth: {secretName: a, realm: Our shop}, rateLimit: {average: 5}}}")) {
            Answer answer = post(domain("good-" + count++, BadRequest.yaml(good)));
            assertThat(answer.status()).as("%s: %s", good, answer).isEqualTo(201);
        }
    }

    @Test
    void whatIsNoDnsServerIsRefused() {
        for (String server : List.of(
                "",
                "dns.example.com",
                "192.0.2.256",
                "192.0.2.53:",
                "192.0.2.53:0",
                "192.0.2.53:65536",
                "192.0.2.53:53:53",
                "1:2:3:4:53",
                "[2001:db8::53]",
                "2001:db8::zz",
                "192.0.2.53 53",
                "udp://192.0.2.53")) {
            Answer answer = edge(server);
            assertThat(answer.status()).as("%s: %s", server, answer).isEqualTo(422);
            assertThat(answer.json().path("message").asText()).contains("a DNS server is an address");
        }
    }

    @Test
    void dnsServersAreAddressesWithAPortOrWithout() {
        for (String server : List.of("192.0.2.53", "2001:db8::53", "192.0.2.53:5353", "[2001:db8::53]:65535")) {
            assertThat(edge(server).status()).as("%s", edge(server)).isEqualTo(201);
        }
    }

    /** Nothing is stored. */
    private static Answer edge(String nameserver) {
        ObjectNode object = (ObjectNode)
                BadRequest.yaml("{apiVersion: roadstead.dev/v1, kind: Edge, metadata: {name: default}, spec: {}}");
        object.withObject("/spec").putArray("nameservers").add(nameserver);
        return Objects.requireNonNull(http).post("/apis/roadstead.dev/v1/edges?dryRun=All", object.toString());
    }

    private static Answer post(JsonNode body) {
        return Objects.requireNonNull(http).post(DOMAINS, body.toString());
    }

    private static JsonNode domain(String name, JsonNode changes) {
        ObjectNode object = (ObjectNode) BadRequest.yaml("""
                {apiVersion: roadstead.dev/v1, kind: Domain, metadata: {name: %s},
                 spec: {hostname: shop.example.com, application: shop, port: http}}
                """.formatted(name));
        ((ObjectNode) object.path("spec")).setAll((ObjectNode) changes);
        object.withObject("/spec")
                .properties()
                .removeIf(field -> field.getValue().isNull());
        return object;
    }
}
