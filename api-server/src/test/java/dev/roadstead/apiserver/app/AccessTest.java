package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningServer.class)
class AccessTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");

    /** What lies in a namespace, namespaces themselves, and tenants: to be denied these is to be told that they are not there. */
    private static final Pattern UNSEEN = Pattern.compile("/apis?/.*/namespaces/.*|/api/v1/namespaces/.*|"
            + "/apis/roadstead.dev/v1/(users|organizations|identityproviders)/.*");

    private static final Pattern DISCOVERY = Pattern.compile("/api|/apis|/openapi/v[23]|/api/v1|/apis/[^/]+/v[^/]+");

    @Test
    void anonymousIsRefusedOnEveryRouteAndVerbButHealthAndVersion(TestApi api) {
        for (String path : everyRoute(api)) {
            for (String method : METHODS) {
                int status = anonymous(api, method, path).status();
                assertThat(status).as(method + " " + path).isEqualTo(403);
            }
        }
    }

    /** I16: nothing but discovery and questions about oneself is reachable without a permission. */
    @Test
    void userWithoutPermissionsIsRefusedOnEveryRouteAndVerbButDiscovery(TestApi api) {
        String nobody = TestApi.JSON
                .createObjectNode()
                .put("apiVersion", "v1")
                .put("kind", "ServiceAccount")
                .set("metadata", TestApi.JSON.createObjectNode().put("name", "nobody"))
                .toString();
        String accounts = "/api/v1/namespaces/" + api.namespace() + "/serviceaccounts";
        api.post(accounts, nobody).expect(201);
        String token = api.post(
                        accounts + "/nobody/token",
                        "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\"}")
                .expect(201)
                .at("/status/token")
                .asText();
        for (String path : everyRoute(api)) {
            for (String method : METHODS) {
                boolean reads = method.equals("GET") || method.equals("HEAD");
                boolean discovery = DISCOVERY.matcher(path).matches() && reads;
                boolean aboutOneself = path.matches(".*/selfsubject[a-z]+([?/].*)?") && method.equals("POST");
                int denied = UNSEEN.matcher(path).matches() ? 404 : 403;
                int status = api.send(api.anonymous(path)
                                .header("Authorization", "Bearer " + token)
                                .method(method, HttpRequest.BodyPublishers.noBody()))
                        .status();
                assertThat(status)
                        .as(method + " " + path)
                        .isIn(discovery ? Set.of(200) : aboutOneself ? Set.of(400, 405) : Set.of(denied));
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
            assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
                    .hasValue("Bearer");
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
