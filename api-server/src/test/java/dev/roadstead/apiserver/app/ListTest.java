package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** limit and continue, resourceVersion and resourceVersionMatch, deletecollection, and how large answers are sent. */
@ExtendWith(RunningServer.class)
class ListTest {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String PARTIAL = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    @Test
    void pagesShowOneRevisionWhateverIsWrittenInBetween(TestApi api) {
        createWidgets(api, "a", "b", "c", "d", "e");

        ObjectNode first = api.get(api.widgets() + "?limit=2").expect(200).json();
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.at("/metadata/remainingItemCount").asInt()).isEqualTo(3);
        api.delete(api.widgets("c")).expect(200);
        api.createWidget("bb", "{\"size\": 1}");
        api.mergePatch(api.widgets("d"), "{\"spec\": {\"size\": 7}}").expect(200);
        ObjectNode second = next(api, first, 2);
        assertThat(names(second)).containsExactly("c", "d");
        assertThat(second.at("/items/1/spec/size").asInt()).isEqualTo(1);
        assertThat(second.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        ObjectNode third = next(api, second, 2);
        assertThat(names(third)).containsExactly("e");
        assertThat(third.path("metadata").has("continue")).isFalse();
        assertThat(third.path("metadata").has("remainingItemCount")).isFalse();
        assertThat(List.of(first, second, third))
                .extracting(page -> page.at("/metadata/resourceVersion").asText())
                .containsOnly(first.at("/metadata/resourceVersion").asText());
    }

    @Test
    void selectorsPageThroughWhatMatchesAndCountNothing(TestApi api) {
        createWidgets(api, "a", "b", "c", "d");
        for (String name : List.of("a", "c")) {
            api.mergePatch(api.widgets(name), "{\"metadata\": {\"labels\": {\"on\": \"yes\"}}}")
                    .expect(200);
        }

        ObjectNode first =
                api.get(api.widgets() + "?limit=1&labelSelector=on%3Dyes").json();
        assertThat(names(first)).containsExactly("a");
        assertThat(first.path("metadata").has("remainingItemCount")).isFalse();
        String token = first.at("/metadata/continue").asText();
        ObjectNode second = api.get(api.widgets() + "?limit=1&labelSelector=on%3Dyes&continue=" + token)
                .json();
        assertThat(names(second)).containsExactly("c");
        assertThat(second.path("metadata").has("continue")).isFalse();
    }

    @Test
    void tablesAndMetadataListsHavePagesToo(TestApi api) {
        createWidgets(api, "a", "b");

        ObjectNode table =
                api.get(api.widgets() + "?limit=1", TABLE).expect(200).json();
        assertThat(table.path("rows")).hasSize(1);
        assertThat(table.at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
        String token = table.at("/metadata/continue").asText();
        ObjectNode rest = api.get(api.widgets() + "?limit=1&continue=" + token, TABLE)
                .expect(200)
                .json();
        assertThat(rest.at("/rows/0/cells/0").asText()).isEqualTo("b");
        ObjectNode metadata =
                api.get(api.widgets() + "?limit=1", PARTIAL).expect(200).json();
        assertThat(names(metadata)).containsExactly("a");
        assertThat(metadata.at("/metadata/continue").asText()).isNotEmpty();
    }

    @Test
    void anExactRevisionIsServedFromTheRecentPast(TestApi api) {
        createWidgets(api, "a");
        String before = api.get(api.widgets()).at("/metadata/resourceVersion").asText();
        String created = api.createWidget("b", "{\"size\": 1}")
                .at("/metadata/resourceVersion")
                .asText();

        ObjectNode then = api.get(api.widgets() + "?resourceVersionMatch=Exact&resourceVersion=" + before)
                .expect(200)
                .json();
        assertThat(names(then)).containsExactly("a");
        assertThat(then.at("/metadata/resourceVersion").asText()).isEqualTo(before);
        ObjectNode page = api.get(api.widgets() + "?limit=5&resourceVersion=" + before)
                .expect(200)
                .json();
        assertThat(names(page)).containsExactly("a");
        ObjectNode now = api.get(api.widgets() + "?resourceVersionMatch=NotOlderThan&resourceVersion=" + created)
                .expect(200)
                .json();
        assertThat(names(now)).containsExactly("a", "b");
        api.get(api.widgets() + "?resourceVersionMatch=Exact&resourceVersion=999999999")
                .expect(504);
    }

    @Test
    void deleteCollectionDeletesWhatIsSelectedAndAnswersWithIt(TestApi api) {
        createWidgets(api, "a", "b", "c");
        api.mergePatch(api.widgets("b"), "{\"metadata\": {\"labels\": {\"keep\": \"yes\"}}}")
                .expect(200);
        api.mergePatch(api.widgets("c"), "{\"metadata\": {\"finalizers\": [\"example.com/wait\"]}}")
                .expect(200);

        ObjectNode tried = api.delete(api.widgets() + "?labelSelector=!keep", "{\"dryRun\": [\"All\"]}")
                .expect(200)
                .json();
        assertThat(names(tried)).containsExactly("a", "c");
        assertThat(names(api.get(api.widgets()).json())).containsExactly("a", "b", "c");
        ObjectNode deleted = api.delete(
                        api.widgets() + "?labelSelector=!keep", "{\"propagationPolicy\": \"Background\"}")
                .expect(200)
                .json();
        assertThat(deleted.path("kind").asText()).isEqualTo("WidgetList");
        assertThat(names(deleted)).containsExactly("a", "c");
        assertThat(names(api.get(api.widgets()).json())).containsExactly("b", "c");
        assertThat(api.get(api.widgets("c")).at("/metadata/deletionTimestamp").asText())
                .isNotEmpty();
        api.mergePatch(api.widgets("c"), "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);
        assertThat(names(api.delete(api.widgets()).expect(200).json())).containsExactly("b");
    }

    @Test
    void namespacesAreNotDeletedTogether(TestApi api) {
        api.delete("/api/v1/namespaces").expect(405);
        JsonNode kinds = api.get("/api/v1").json().path("resources");
        assertThat(verbs(kinds, "configmaps")).contains("deletecollection");
        assertThat(verbs(kinds, "namespaces")).doesNotContain("deletecollection");
    }

    @Test
    void largeAnswersAreCompressedForThoseWhoAcceptIt(TestApi api) throws Exception {
        String color = "x".repeat(50_000);
        for (String name : List.of("a", "b", "c", "d", "e", "f", "g", "h")) {
            api.post("/api/v1/namespaces/" + api.namespace() + "/configmaps", """
                    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": {"c": "%s"}}""".formatted(name, color))
                    .expect(201);
        }
        String path = "/api/v1/namespaces/" + api.namespace() + "/configmaps";
        for (String accept : List.of("application/json", TABLE + ",application/json")) {
            String all = path + "?includeObject=Object";
            HttpResponse<byte[]> answer = api.client()
                    .send(
                            api.request(all)
                                    .header("Accept", accept)
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(answer.body().length).isLessThan(50_000);
            assertThat(ageless(gunzip(answer.body())))
                    .isEqualTo(ageless(api.get(all, accept).text()));
        }
        assertThat(api.get(path + "?limit=1").response().headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    /** Two answers in different seconds show different ages. */
    private static String ageless(String table) {
        return table.replaceAll("\"[0-9]+s\"", "\"age\"");
    }

    private static String gunzip(byte[] compressed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> verbs(JsonNode resources, String plural) {
        List<String> verbs = new ArrayList<>();
        for (JsonNode resource : resources) {
            if (resource.path("name").asText().equals(plural)) {
                resource.path("verbs").forEach(verb -> verbs.add(verb.asText()));
            }
        }
        return verbs;
    }

    private static ObjectNode next(TestApi api, ObjectNode page, int limit) {
        String token = page.at("/metadata/continue").asText();
        return api.get(api.widgets() + "?limit=" + limit + "&continue=" + token)
                .expect(200)
                .json();
    }

    private static void createWidgets(TestApi api, String... names) {
        for (String name : names) {
            api.createWidget(name, "{\"size\": 1}");
        }
    }

    private static List<String> names(ObjectNode list) {
        List<String> names = new ArrayList<>();
        list.path("items").forEach(item -> names.add(item.at("/metadata/name").asText()));
        return names;
    }
}
