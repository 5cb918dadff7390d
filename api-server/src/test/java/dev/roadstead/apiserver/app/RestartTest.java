package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients may keep over a restart of the server. */
class RestartTest {
    @Test
    void watchersGoOnWherePagesEnd(@TempDir Path directory) throws Exception {
        String listed;
        String token;
        try (ApiServer server = ApiServer.start(RunningServer.config(directory))) {
            TestApi api = TestApi.withNewNamespace(server, "restart");
            api.createWidget("a", "{\"size\": 1}");
            api.createWidget("b", "{\"size\": 1}");
            ObjectNode page = api.get(api.widgets() + "?limit=1").json();
            listed = page.at("/metadata/resourceVersion").asText();
            token = page.at("/metadata/continue").asText();
            api.mergePatch(api.widgets("a"), "{\"spec\": {\"size\": 2}}").expect(200);
            api.delete(api.widgets("b")).expect(200);
            api.createWidget("c", "{\"size\": 1}");
        }
        try (ApiServer server = ApiServer.start(RunningServer.config(directory))) {
            TestApi api = new TestApi(server, "restart", HttpClient.Version.HTTP_2);

            try (TestWatch watch = api.watch(api.widgets() + "?watch=true&resourceVersion=" + listed)) {
                watch.next("MODIFIED", "a");
                watch.next("DELETED", "b");
                watch.next("ADDED", "c");
                api.delete(api.widgets("a")).expect(200);
                watch.next("DELETED", "a");
            }
            // The state of the pages before is gone, but the place of the next one is not.
            ObjectNode expired = api.get(api.widgets() + "?limit=1&continue=" + token)
                    .expect(410)
                    .json();
            assertThat(expired.path("reason").asText()).isEqualTo("Expired");
            String present = expired.at("/metadata/continue").asText();
            ObjectNode rest = api.get(api.widgets() + "?limit=1&continue=" + present)
                    .expect(200)
                    .json();
            assertThat(rest.at("/items/0/metadata/name").asText()).isEqualTo("c");
            api.get(api.widgets() + "?resourceVersionMatch=Exact&resourceVersion=" + listed)
                    .expect(410);
        }
    }
}
