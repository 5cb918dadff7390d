package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server says of {@code /auth} in its OpenAPI, and what is there. */
@ExtendWith(RunningServer.class)
class AuthRoutesTest {
    @Test
    void everyRouteIsServedAsItIsDescribed(TestApi api) {
        String url = api.get("/openapi/v3")
                .expect(200)
                .at("/paths/auth/serverRelativeURL")
                .asText();
        JsonNode paths = api.get(url).expect(200).at("/paths");
        List<String> wrong = new ArrayList<>();
        paths.properties().forEach(path -> {
            String asked = path.getKey().replaceAll("\\{.*?}", "page.css");
            for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                boolean described = path.getValue().has(method.toLowerCase(Locale.ROOT));
                TestApi.Answer answer = api.send(api.request(asked)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString("{\"surely-unknown\": true}")));
                boolean served = answer.status() != 405 && !answer.text().startsWith("404 ");
                if (served != described) {
                    wrong.add(method + " " + asked + ": " + answer.status() + ", described: " + described);
                }
            }
        });
        assertThat(paths.size()).isGreaterThan(25);
        assertThat(wrong).isEmpty();
        api.get("/auth/nothing").expect(404);
    }

    /** Nobody writes a page, a guide or a command for a path that is not described. */
    @Test
    void everyPathThatAnythingNamesIsDescribed(TestApi api) throws IOException {
        JsonNode paths = api.get("/openapi/v3/auth").expect(200).at("/paths");
        TreeSet<String> named = new TreeSet<>();
        Path root = Path.of(System.getProperty("project.root"));
        for (String below : List.of("api-server/src/main/resources", "docs/guides", "cli/src/main/java")) {
            try (Stream<Path> files = Files.walk(root.resolve(below))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Pattern.compile("/auth/[a-z/-]+[a-z]")
                            .matcher(Files.readString(file))
                            .results()
                            .map(match -> match.group())
                            .filter(path -> !path.startsWith("/auth/oidc") && !path.startsWith("/auth/pages"))
                            .forEach(named::add);
                }
            }
        }
        assertThat(named)
                .contains("/auth/login", "/auth/passkey/login")
                .allSatisfy(path -> assertThat(paths.has(path)
                                || paths.properties().stream()
                                        .anyMatch(it -> it.getKey().startsWith(path + "/")))
                        .as(path)
                        .isTrue());
    }

    @Test
    void bodiesHaveTheFieldsThatAreDescribed(TestApi api) {
        TestPeople people = new TestPeople(api);
        assertThat(people.post(null, "/auth/login", "{\"user\": \"a\", \"password\": \"b\", \"otp\": \"c\"}")
                        .expect(400)
                        .text())
                .contains("unknown fields", "passkey");
    }
}
