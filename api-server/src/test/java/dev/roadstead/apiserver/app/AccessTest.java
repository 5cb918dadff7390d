package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class AccessTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");

    @Test
    void anonymousIsRefusedOnEveryRouteAndVerbButHealthAndVersion(TestApi api) {
        for (String path : everyRoute(api)) {
            for (String method : METHODS) {
                int status = anonymous(api, method, path).status();
                assertThat(status).as(method + " " + path).isEqualTo(403);
            }
        }
    }

    @Test
    void everybodyMayAskForHealthAndVersion(TestApi api) {
        for (String path : List.of("/livez", "/readyz", "/healthz", "/version")) {
            assertThat(anonymous(api, "GET", path).status()).as(path).isEqualTo(200);
            assertThat(anonymous(api, "POST", path).status()).as(path).isEqualTo(403);
        }
        assertThat(anonymous(api, "GET", "/readyz").text()).isEqualTo("ok");
        assertThat(api.get("/readyz?verbose").expect(200).text()).contains("[+]database ok", "readyz check passed");
        assertThat(api.get("/livez/ping").expect(200).text()).isEqualTo("ok");
    }

    @Test
    void refusalNamesTheUserTheVerbAndTheObject(TestApi api) {
        ObjectNode status = anonymous(api, "PATCH", api.widgets("a")).json();

        assertThat(status.path("reason").asText()).isEqualTo("Forbidden");
        assertThat(status.path("message").asText())
                .isEqualTo("widgets.test.roadstead.dev \"a\" is forbidden: User \"system:anonymous\" cannot patch"
                        + " resource \"widgets\" in API group \"test.roadstead.dev\" in the namespace \""
                        + api.namespace() + "\"");
    }

    @Test
    void wrongTokenIsUnauthorized(TestApi api) {
        for (String credentials : List.of("Bearer wrong", "Bearer ", "Basic YTpi", "nonsense")) {
            var answer = api.send(api.anonymous("/version")
                            .header("Authorization", credentials)
                            .GET())
                    .expect(401);
            assertThat(answer.at("/reason").asText()).isEqualTo("Unauthorized");
        }
    }

    private static TestApi.Answer anonymous(TestApi api, String method, String path) {
        return api.send(api.anonymous(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Every collection, object and subresource that discovery names, and the documents themselves. */
    private static List<String> everyRoute(TestApi api) {
        var routes = new ArrayList<>(List.of("/", "/api", "/apis", "/openapi/v3", "/openapi/v2", "/livez/ping"));
        var versions = new ArrayList<>(List.of("/api/v1"));
        for (JsonNode group : api.get("/apis").expect(200).json().path("groups")) {
            group.path("versions")
                    .forEach(it ->
                            versions.add("/apis/" + it.path("groupVersion").asText()));
        }
        for (String version : versions) {
            routes.add(version);
            for (JsonNode resource : api.get(version).expect(200).json().path("resources")) {
                String[] name = resource.path("name").asText().split("/", 2);
                String collection =
                        version + (resource.path("namespaced").asBoolean() ? "/namespaces/default/" : "/") + name[0];
                routes.add(collection);
                routes.add(collection + "?watch=true");
                routes.add(collection + "/some" + (name.length > 1 ? "/" + name[1] : ""));
            }
        }
        assertThat(routes).contains("/apis/test.roadstead.dev/v1/namespaces/default/widgets/some/status");
        return routes;
    }
}
