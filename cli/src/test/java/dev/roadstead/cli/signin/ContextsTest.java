package dev.roadstead.cli.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContextsTest {
    private static final String OTHERS = """
            apiVersion: v1
            kind: Config
            current-context: kind
            preferences: {colors: true}
            clusters: [{name: kind, cluster: {server: "https://127.0.0.1:6443"}}]
            users: [{name: kind, user: {token: t}}]
            contexts: [{name: kind, context: {cluster: kind, user: kind}}]
            """;

    private final Contexts contexts = new Contexts(
            new ApiServer(URI.create("https://[::1]:7443"), "PEM"), "/opt/roadstead", "/home/a/.roadstead");

    @Test
    void addsAContextForEachNamespaceAndKeepsTheRest() throws IOException {
        ObjectNode config = contexts.added(yaml(OTHERS), List.of("acme", "acme-shop"), contexts.context("acme"));

        assertThat(names(config, "contexts"))
                .containsExactly(
                        "kind", "roadstead---1_7443", "roadstead---1_7443/acme", "roadstead---1_7443/acme-shop");
        assertThat(names(config, "clusters")).containsExactly("kind", "roadstead---1_7443");
        assertThat(config.path("preferences").path("colors").asBoolean()).isTrue();
        assertThat(config.path("current-context").asText()).isEqualTo("roadstead---1_7443/acme");
        JsonNode exec = config.path("users").path(1).path("user").path("exec");
        assertThat(exec.path("command").asText()).isEqualTo("/opt/roadstead");
        assertThat(exec.path("args")).extracting(JsonNode::asText).endsWith("--server", "https://[::1]:7443");
    }

    @Test
    void addsNothingTwiceAndForgetsNamespacesThatAreGone() throws IOException {
        ObjectNode before = contexts.added(yaml(OTHERS), List.of("acme", "gone"), contexts.base());
        ObjectNode again = contexts.added(before, List.of("acme"), contexts.base());
        assertThat(again).isEqualTo(contexts.added(yaml(OTHERS), List.of("acme"), contexts.base()));
    }

    @Test
    void takesOutAllThatItPutThereAndNoMore() throws IOException {
        ObjectNode added = contexts.added(yaml(OTHERS), List.of("acme"), contexts.base());
        ObjectNode removed = contexts.removed(added);
        assertThat(removed.path("current-context").asText()).isEmpty();
        removed.put("current-context", "kind");
        assertThat(removed).isEqualTo(yaml(OTHERS));
    }

    @Test
    void beginsAFileThatWasEmpty() throws IOException {
        ObjectNode config = contexts.added(yaml(""), List.of(), contexts.base());
        assertThat(names(config, "contexts")).containsExactly(contexts.base());
        assertThat(config.path("kind").asText()).isEqualTo("Config");
    }

    private static List<String> names(JsonNode config, String list) {
        return config.path(list)
                .valueStream()
                .map(it -> it.path("name").asText())
                .toList();
    }

    private static JsonNode yaml(String text) throws IOException {
        return new YAMLMapper().readTree(text);
    }
}
