package dev.roadstead.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is said about {@code /auth} is complete. That nothing else is served is how the server routes. */
class AuthDescriptionTest {
    private final AuthDescription description = AuthDescription.load();

    @Test
    void everyOperationSaysWhatItIsForTakesAndAnswers() {
        assertThat(description.operations()).hasSizeGreaterThan(30);
        Set<String> ids = new HashSet<>();
        for (AuthDescription.Operation operation : description.operations()) {
            JsonNode described = description
                    .document()
                    .path("paths")
                    .path(operation.path())
                    .path(operation.method().toLowerCase(Locale.ROOT));
            assertThat(ids.add(operation.id())).as(operation.id()).isTrue();
            assertThat(described.path("summary").asText()).as(operation.id()).endsWith(".");
            assertThat(described.path("responses").size()).as(operation.id()).isGreaterThan(1);
            for (JsonNode property : described.findValues("properties")) {
                property.properties()
                        .forEach(field -> assertThat(
                                        field.getValue().path("description").isTextual())
                                .as(operation.id() + " " + field.getKey())
                                .isTrue());
            }
        }
    }

    @Test
    void parametersOfPathsAreDeclaredAndReferencesLeadSomewhere() {
        JsonNode document = description.document();
        document.path("paths").properties().forEach(path -> {
            List<String> named = Pattern.compile("\\{([a-z]+)}")
                    .matcher(path.getKey())
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
            assertThat(path.getValue().path("parameters").findValuesAsText("name"))
                    .as(path.getKey())
                    .isEqualTo(named);
        });
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isObject())
                        .as(reference)
                        .isTrue());
    }

    @Test
    void pathsAreFoundWithTheirParameters() {
        AuthDescription.Found found = Objects.requireNonNull(description.find("HEAD", "/auth/oidc/corp/login"));
        assertThat(found.parameters()).containsEntry("provider", "corp");
        assertThat(found.operation().open()).isTrue();
        assertThat(description.find("GET", "/auth/oidc//login")).isNull();
        assertThat(description.find("GET", "/auth/oidc/corp/link")).isNull();
        assertThat(description.has("/auth/oidc/corp/link")).isTrue();
        assertThat(description.has("/auth/nothing")).isFalse();
        assertThat(AuthRoutes.isOpen("POST", "/auth/login")).isTrue();
        assertThat(AuthRoutes.isOpen("POST", "/auth/oidc/corp/link")).isFalse();
        assertThat(AuthRoutes.isOpen("GET", "/auth/mfa")).isFalse();
        assertThat(AuthRoutes.isOpen("GET", "/api/v1/pods")).isFalse();
    }
}
