package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.app.TestPeople.Person;
import dev.roadstead.apiserver.fairness.Rate;
import dev.roadstead.apiserver.people.SignInLimits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing takes time; nobody is locked out. */
class SignInLimitsTest {
    private static final Rate SLOW = new Rate(0.001, 4);

    @Test
    void failuresAtAnAccountAreSlowedDown(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.start(
                RunningServer.config(directory).limiting(new SignInLimits(Rate.UNLIMITED, SLOW, Rate.UNLIMITED)))) {
            TestApi api = TestApi.withNewNamespace(server, "limits");
            TestPeople people = new TestPeople(api);
            Person ada = people.somebody();
            people.post(ada.access(), "/auth/logout", "{\"all\": true}").expect(204);
            for (int i = 0; i < 5; i++) { // one more than may fail
                people.login(ada.name(), PASSWORD).expect(200);
            }
            Person signedIn =
                    Person.of(people.login(ada.name(), PASSWORD).expect(200).json());
            people.post(signedIn.access(), "/auth/logout", "{\"all\": true}").expect(204);

            for (int i = 0; i < 4; i++) {
                people.login(i % 2 == 0 ? ada.name() : ada.name() + "@example.com", "not the right one")
                        .expect(401);
                people.login("no-such-person", "not the right one").expect(401);
            }
            TestApi.Answer refused = people.login(ada.name(), PASSWORD).expect(429);
            assertThat(refused.response().headers().firstValue("Retry-After").orElseThrow())
                    .matches("[0-9]+");
            assertThat(refused.at("/reason").asText()).isEqualTo("TooManyRequests");
            assertThat(withoutSeconds(people.login("no-such-person", PASSWORD).expect(429)))
                    .isEqualTo(withoutSeconds(refused));
        }
    }

    /** Whoever knocks at an account all the time does not keep out its owner, who has a Session from elsewhere. */
    @Test
    void ownerIsNotKeptOutByStrangers(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.start(
                RunningServer.config(directory).limiting(new SignInLimits(Rate.UNLIMITED, SLOW, Rate.UNLIMITED)))) {
            TestPeople people = new TestPeople(TestApi.withNewNamespace(server, "limits"));
            Person ada = people.somebody();
            people.post(ada.access(), "/auth/logout", "{}").expect(204);
            for (int i = 0; i < 4; i++) {
                people.login(ada.name(), "not the right one").expect(401);
            }
            people.login(ada.name(), PASSWORD).expect(429);
            TestApi api = TestApi.withNewNamespace(server, "limits-2");
            api.post("/apis/roadstead.dev/v1/namespaces/" + ada.home() + "/sessions", """
                    {"apiVersion": "roadstead.dev/v1", "kind": "Session", "metadata": {"name": "elsewhere"}, "spec":
                     {"user": "%s", "userUid": "u", "authenticatedAt": "2026-01-01T00:00:00Z",
                      "expiresAt": "2099-01-01T00:00:00Z", "address": "127.0.0.1"}}""".formatted(ada.name()))
                    .expect(201);
            people.login(ada.name(), PASSWORD).expect(200);
        }
    }

    @Test
    void triesOfAnAddressAreSlowedDown(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.start(
                RunningServer.config(directory).limiting(new SignInLimits(SLOW, Rate.UNLIMITED, Rate.UNLIMITED)))) {
            TestPeople people = new TestPeople(TestApi.withNewNamespace(server, "limits"));
            for (int i = 0; i < 4; i++) {
                people.login("nobody-" + i, PASSWORD).expect(401);
            }
            people.login("nobody-4", PASSWORD).expect(429);
            people.post(null, "/auth/register", """
                    {"invitation": "rsi_x", "name": "a", "password": "%s"}""".formatted(PASSWORD)).expect(429);
        }
    }

    @Test
    void secondFactorsAfterAProviderAreSlowedDownByAddressToo(@TempDir Path directory) throws Exception {
        try (ApiServer server = ApiServer.start(
                RunningServer.config(directory).limiting(new SignInLimits(SLOW, Rate.UNLIMITED, Rate.UNLIMITED)))) {
            TestPeople people = new TestPeople(TestApi.withNewNamespace(server, "limits"));
            String code = "{\"code\": \"000000\"}";
            for (int i = 0; i < 4; i++) {
                people.post(null, "/auth/second-factor", code).expect(401);
            }
            TestApi.Answer refused =
                    people.post(null, "/auth/second-factor", code).expect(429);
            assertThat(refused.response().headers().firstValue("Retry-After").orElseThrow())
                    .matches("[0-9]+");
        }
    }

    /** The accounts were tried at different moments. */
    private static String withoutSeconds(TestApi.Answer refused) {
        return refused.at("/message").asText().replaceAll("[0-9]+ s", "N s");
    }
}
