package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.authn.Principal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorizerTest {
    private static final Principal ADMIN = Principal.of("admin", Set.of("system:masters"));
    private static final Principal SOMEBODY = Principal.of("somebody", Set.of("system:authenticated", "masters"));
    private final Authorizer authorizer = new Authorizer();

    @Test
    void mastersMayDoEverything() {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            for (String path : List.of("/", "/livez", "/api/v1/secrets", "/apis/g/v1/namespaces/n/things/t/status")) {
                assertThat(authorizer.decide(ADMIN, RequestInfo.of(method, path, false)))
                        .isEqualTo(new Decision.Allowed());
            }
        }
    }

    @Test
    void everybodyElseMayReadHealthAndVersionOnly() {
        for (Principal principal : List.of(SOMEBODY, Principal.ANONYMOUS)) {
            assertThat(decide(principal, "GET", "/livez")).isEqualTo(new Decision.Allowed());
            assertThat(decide(principal, "GET", "/version")).isEqualTo(new Decision.Allowed());
            assertThat(decide(principal, "POST", "/version")).isInstanceOf(Decision.Denied.class);
            assertThat(decide(principal, "GET", "/version/x")).isInstanceOf(Decision.Denied.class);
            assertThat(decide(principal, "GET", "/api/v1/namespaces")).isInstanceOf(Decision.Denied.class);
        }
    }

    @Test
    void refusalsAreTheSentencesOfKubernetes() {
        assertThat(decide(SOMEBODY, "GET", "/apis"))
                .isEqualTo(new Decision.Denied("User \"somebody\" cannot get path \"/apis\""));
        assertThat(decide(SOMEBODY, "DELETE", "/api/v1/namespaces/n/secrets/s"))
                .isEqualTo(new Decision.Denied("User \"somebody\" cannot delete resource \"secrets\" in API group \"\""
                        + " in the namespace \"n\""));
        assertThat(decide(SOMEBODY, "PATCH", "/apis/g/v1/nodes/n/status"))
                .isEqualTo(new Decision.Denied("User \"somebody\" cannot patch resource \"nodes/status\" in API group"
                        + " \"g\" at the cluster scope"));
    }

    private Decision decide(Principal principal, String method, String path) {
        return authorizer.decide(principal, RequestInfo.of(method, path, false));
    }
}
