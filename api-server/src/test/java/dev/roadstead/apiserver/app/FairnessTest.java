package dev.roadstead.apiserver.app;

import static dev.roadstead.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import dev.roadstead.apiserver.fairness.Bound;
import dev.roadstead.apiserver.fairness.FairnessLimits;
import dev.roadstead.apiserver.fairness.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A few requests before somebody must rest for long. */
@Timeout(60)
final class FairnessTest {
    private static FairnessLimits limits(int ofClient) {
        return new FairnessLimits(
                new Bound(10, 100, Rate.UNLIMITED),
                new Bound(10, 100, new Rate(0.01, 20)),
                new Bound(5, 100, Rate.UNLIMITED),
                new Bound(1, 20, new Rate(0.01, ofClient)),
                1,
                Set.of(),
                Duration.ofSeconds(10));
    }

    @Test
    void keysOfOneOrganizationTogetherHaveItsLimitAndOthersTheirOwn(@TempDir Path directory) throws Exception {
        ServerConfig usual = TestTenants.config(directory);
        try (ApiServer server = ApiServer.start(limited(usual, 60))) {
            TestApi api = TestApi.withNewNamespace(server, "tight");
            TestTenants tenants = new TestTenants(api);
            TestPeople people = new TestPeople(api);
            Person ann = people.somebody();
            Person boss = people.somebody();
            Person named = people.somebody();
            tenants.bindEverywhere("platform", "\"update\"", "organizations", boss.name());
            String keyOfBoss = people.key(boss, "own", "{\"scopes\": [{\"verbs\": [\"get\"]}]}");
            List<String> joined = List.of(ann.name(), boss.name(), "system:anonymous", "prometheus");
            tenants.organization(
                    "acme",
                    Stream.concat(joined.stream(), Stream.of(named.name()))
                            .map(user -> TestTenants.member(user, "Viewer"))
                            .collect(Collectors.joining(",", "{\"members\": [", "]}")));
            api.mergePatch(
                            TestTenants.ORGANIZATIONS + "/acme/status",
                            joined.stream()
                                    .map(user -> "\"" + user + "\"")
                                    .collect(Collectors.joining(",", "{\"status\": {\"joined\": [", "]}}")))
                    .expect(200);
            List<String> tokens = List.of(tenants.account("acme", "one"), tenants.account("acme-shop", "two"));
            String foreign = tenants.account("tight", "three");

            TestApi.Answer refused = tenants.send(tokens.getFirst(), "GET", "/version", "");
            for (int i = 1; i < 24 && refused.status() == 200; i++) {
                refused = tenants.send(tokens.get(i % 2), "GET", "/version", "");
            }
            assertThat(refused.expect(429).at("/message").asText())
                    .startsWith("Organization acme sends more requests than");
            assertThat(refused.response()
                            .headers()
                            .firstValueAsLong("Retry-After")
                            .orElseThrow())
                    .isBetween(1L, 100L);
            assertThat(refused.response().headers().firstValue("RateLimit-Policy"))
                    .hasValue("\"organization-rate\";q=20;w=2000");
            assertThat(refused.response().headers().firstValue("RateLimit").orElseThrow())
                    .matches("\"organization-rate\";r=0;t=[0-9]+");
            for (String token : tokens) {
                tenants.send(token, "GET", "/version", "").expect(429);
            }
            tenants.send(foreign, "GET", "/version", "").expect(200);
            eventually(() -> people.get(ann.access(), "/version").expect(429));
            // Else whoever names an administrator, a stranger or a program of the platform as a member could keep them
            // out.
            people.get(boss.access(), "/version").expect(200);
            people.get(keyOfBoss, "/version").expect(200);
            people.get(named.access(), "/version").expect(200);
            api.send(api.anonymous("/version").GET()).expect(200);
            tenants.as("prometheus", List.of(), "GET", "/version", "").expect(200);
            tenants.as(ann.name(), List.of(), "GET", "/version", "").expect(200);
        }
    }

    private static ServerConfig limited(ServerConfig usual, int ofClient) {
        return new ServerConfig(
                usual.dataDir(),
                usual.host(),
                usual.port(),
                null,
                usual.resources(),
                null,
                usual.storage(),
                limits(ofClient),
                usual.signIn(),
                usual.egress());
    }

    @Test
    void watchesCountWhileTheyStartAndTooManyRequestsAreTold(@TempDir Path directory) throws Exception {
        ServerConfig usual = RunningServer.config(directory.resolve("data"));
        try (ApiServer server = ApiServer.start(limited(usual, 15))) {
            TestApi api = TestApi.withNewNamespace(server, "tight");
            List<TestWatch> watches = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                watches.add(api.watch(api.widgets() + "?watch=true"));
            }
            api.createWidget("a", "{\"size\": 1}");
            for (TestWatch watch : watches) {
                assertThat(watch.next().at("/object/metadata/name").asText()).isEqualTo("a");
                watch.close();
            }

            TestApi.Answer refused = api.get("/version");
            for (int i = 0; i < 15 && refused.status() == 200; i++) {
                refused = api.get("/version");
            }
            JsonNode status = refused.expect(429).json();
            assertThat(status.at("/kind").asText()).isEqualTo("Status");
            assertThat(status.at("/reason").asText()).isEqualTo("TooManyRequests");
            long seconds =
                    refused.response().headers().firstValueAsLong("Retry-After").orElseThrow();
            assertThat(seconds).isBetween(1L, 100L);
            assertThat(status.at("/details/retryAfterSeconds").asLong()).isEqualTo(seconds);
            assertThat(refused.response().headers().firstValue("RateLimit-Policy"))
                    .hasValue("\"client-rate\";q=15;w=1500");
            assertThat(refused.response().headers().firstValue("RateLimit").orElseThrow())
                    .matches("\"client-rate\";r=0;t=[0-9]+");
            api.get("/readyz").expect(200);
            api.get("/livez").expect(200);
        }
    }
}
