package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestInfoTest {
    @Test
    void collectionsObjectsAndSubresources() {
        assertThat(get("/api/v1/configmaps")).isEqualTo(resource("list", "", "", "configmaps", "", ""));
        assertThat(get("/api/v1/namespaces/n/configmaps/c")).isEqualTo(resource("get", "", "n", "configmaps", "c", ""));
        assertThat(get("/apis/g/v1/namespaces/n/things/t/status"))
                .isEqualTo(resource("get", "g", "n", "things", "t", "status"));
        assertThat(get("/apis/g/v1/things/t")).isEqualTo(resource("get", "g", "", "things", "t", ""));
    }

    @Test
    void namespacesThemselves() {
        assertThat(get("/api/v1/namespaces")).isEqualTo(resource("list", "", "", "namespaces", "", ""));
        assertThat(get("/api/v1/namespaces/n")).isEqualTo(resource("get", "", "", "namespaces", "n", ""));
        assertThat(get("/api/v1/namespaces/n/status")).isEqualTo(resource("get", "", "", "namespaces", "n", "status"));
        assertThat(get("/api/v1/namespaces/n/events")).isEqualTo(resource("list", "", "n", "events", "", ""));
    }

    @Test
    void everythingElseIsAPath() {
        for (String path : new String[] {
            "/",
            "/api",
            "/api/v1",
            "/apis/g/v1",
            "/apis/g/v1/",
            "/livez",
            "/api/v1//x",
            "/api/v1/a/b/c/d",
            "/api/v1/namespaces/n/a/b/c/d"
        }) {
            assertThat(get(path)).isEqualTo(new RequestInfo.Path("get", path));
        }
    }

    @Test
    void verbs() {
        assertThat(RequestInfo.of("GET", "/api/v1/secrets", true).verb()).isEqualTo("watch");
        assertThat(RequestInfo.of("HEAD", "/api/v1/secrets", false).verb()).isEqualTo("list");
        assertThat(RequestInfo.of("POST", "/api/v1/secrets", false).verb()).isEqualTo("create");
        assertThat(RequestInfo.of("PUT", "/api/v1/secrets/s", false).verb()).isEqualTo("update");
        assertThat(RequestInfo.of("DELETE", "/api/v1/secrets/s", false).verb()).isEqualTo("delete");
        assertThat(RequestInfo.of("DELETE", "/api/v1/secrets", false).verb()).isEqualTo("deletecollection");
        assertThat(RequestInfo.of("OPTIONS", "/api/v1/secrets", false).verb()).isEqualTo("options");
    }

    private static RequestInfo get(String path) {
        return RequestInfo.of("GET", path, false);
    }

    private static RequestInfo resource(
            String verb, String group, String namespace, String plural, String name, String subresource) {
        return new RequestInfo.Resource(verb, group, "v1", namespace, plural, name, subresource);
    }
}
