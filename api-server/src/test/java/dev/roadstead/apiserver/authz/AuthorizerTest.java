package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.authn.Principal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AuthorizerTest {
    private static final Principal ADMIN = Principal.of("admin", Set.of("system:masters"));
    private static final Principal SOMEBODY = Principal.of("somebody", Set.of("system:authenticated", "masters"));
    private static final List<String> NONE = List.of();

    @Test
    void mastersMayDoEverythingWhateverTheRolesSay() {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            for (String path : List.of("/", "/livez", "/api/v1/secrets", "/apis/g/v1/namespaces/n/things/t/status")) {
                assertThat(new Authorizer(() -> Policy.EMPTY, Tenancy.NONE)
                                .allows(ADMIN, RequestInfo.of(method, path, false)))
                        .isTrue();
            }
        }
    }

    @Test
    void whatNoRoleAllowsIsDenied() {
        for (Principal principal : List.of(SOMEBODY, Principal.ANONYMOUS)) {
            for (String path : List.of("/", "/livez", "/api/v1/namespaces")) {
                assertThat(decide(Policy.EMPTY, principal, "GET", path)).isInstanceOf(Decision.Denied.class);
            }
        }
    }

    @Test
    void refusalsAreTheSentencesOfKubernetes() {
        assertThat(decide(Policy.EMPTY, SOMEBODY, "GET", "/apis"))
                .isEqualTo(new Decision.Denied("User \"somebody\" cannot get path \"/apis\""));
        assertThat(decide(Policy.EMPTY, Principal.ANONYMOUS, "DELETE", "/api/v1/namespaces/n/secrets/s"))
                .isEqualTo(new Decision.Denied("User \"system:anonymous\" cannot delete resource \"secrets\" in API"
                        + " group \"\" in the namespace \"n\""));
        assertThat(decide(Policy.EMPTY, SOMEBODY, "PATCH", "/apis/g/v1/nodes/n/status"))
                .isEqualTo(new Decision.Denied("User \"somebody\" cannot patch resource \"nodes/status\" in API group"
                        + " \"g\" at the cluster scope"));
    }

    @Test
    void roleOfABindingInANamespaceCountsThereOnly() {
        Policy policy = policy("n", "", PolicyRule.onResources(List.of("get"), List.of(""), List.of("secrets"), NONE));

        assertThat(decide(policy, SOMEBODY, "GET", "/api/v1/namespaces/n/secrets/s"))
                .isEqualTo(new Decision.Allowed(
                        "RBAC: allowed by RoleBinding \"b/n\" of ClusterRole \"r\" to User \"somebody\""));
        assertThat(decide(policy, SOMEBODY, "GET", "/api/v1/namespaces/m/secrets/s"))
                .isInstanceOf(Decision.Denied.class);
        assertThat(decide(policy, SOMEBODY, "GET", "/api/v1/secrets")).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void pathsAreAllowedEverywhereOnly() {
        PolicyRule rule = PolicyRule.onPaths(List.of("get"), List.of("/apis", "/logs/*"));

        for (String path : List.of("/apis", "/logs/", "/logs/a/b")) {
            assertThat(decide(policy("", "", rule), SOMEBODY, "GET", path)).isInstanceOf(Decision.Allowed.class);
            assertThat(decide(policy("n", "", rule), SOMEBODY, "GET", path)).isInstanceOf(Decision.Denied.class);
        }
        for (String path : List.of("/api", "/apis/", "/logs", "/")) {
            assertThat(decide(policy("", "", rule), SOMEBODY, "GET", path)).isInstanceOf(Decision.Denied.class);
        }
    }

    @Test
    void bindingToARoleThatIsMissingSaysSo() {
        Binding binding = new Binding("n", "b", new Role.Key("n", "r"), List.of(new Subject.Group("masters")));

        assertThat(decide(Policy.compile(List.of(), List.of(binding)), SOMEBODY, "GET", "/api/v1/namespaces/n/secrets"))
                .isEqualTo(new Decision.Denied(
                        "User \"somebody\" cannot list resource \"secrets\" in API group \"\" in the namespace \"n\":"
                                + " RBAC: role.rbac.authorization.k8s.io \"r\" not found",
                        new Unseen("", "namespaces", "n")));
    }

    @Test
    void namesAreThoseThatTheRequestTells() {
        Policy policy =
                policy("", "", PolicyRule.onResources(List.of("*"), List.of(""), List.of("secrets"), List.of("only")));
        String collection = "/api/v1/namespaces/n/secrets";

        assertThat(decide(policy, SOMEBODY, "DELETE", collection + "/only")).isInstanceOf(Decision.Allowed.class);
        assertThat(decide(policy, SOMEBODY, "DELETE", collection + "/other")).isInstanceOf(Decision.Denied.class);
        for (String method : List.of("GET", "POST", "DELETE")) {
            assertThat(decide(policy, SOMEBODY, method, collection)).isInstanceOf(Decision.Denied.class);
        }
        RequestInfo.Resource list = (RequestInfo.Resource) RequestInfo.of("GET", collection, true);
        Authorizer authorizer = new Authorizer(() -> policy, Tenancy.NONE);
        assertThat(authorizer.allows(SOMEBODY, list.asAuthorized("only"))).isTrue();
        assertThat(authorizer.allows(SOMEBODY, list.asAuthorized(""))).isFalse();
    }

    @Test
    void subresourcesAreGrantedByThemselves() {
        String app = "/apis/g/v1/namespaces/n/apps/a";
        Policy object = policy("", "", PolicyRule.onResources(List.of("get"), List.of("*"), List.of("apps"), NONE));
        Policy one = policy("", "", PolicyRule.onResources(List.of("get"), List.of("*"), List.of("apps/scale"), NONE));
        Policy each = policy("", "", PolicyRule.onResources(List.of("get"), List.of("*"), List.of("*/scale"), NONE));

        assertThat(decide(object, SOMEBODY, "GET", app)).isInstanceOf(Decision.Allowed.class);
        assertThat(decide(object, SOMEBODY, "GET", app + "/scale")).isInstanceOf(Decision.Denied.class);
        for (Policy policy : List.of(one, each)) {
            assertThat(decide(policy, SOMEBODY, "GET", app)).isInstanceOf(Decision.Denied.class);
            assertThat(decide(policy, SOMEBODY, "GET", app + "/scale")).isInstanceOf(Decision.Allowed.class);
            assertThat(decide(policy, SOMEBODY, "GET", app + "/status")).isInstanceOf(Decision.Denied.class);
        }
    }

    @Test
    void namespaceIsReadByWhoMayReadItInItself() {
        Policy policy =
                policy("n", "", PolicyRule.onResources(List.of("get"), List.of(""), List.of("namespaces"), NONE));
        RequestInfo.Resource request = (RequestInfo.Resource) RequestInfo.of("GET", "/api/v1/namespaces/n", false);

        assertThat(new Authorizer(() -> policy, Tenancy.NONE).allows(SOMEBODY, request.asAuthorized("")))
                .isTrue();
    }

    private static Policy policy(String namespace, String roleNamespace, PolicyRule rule) {
        Role.Key key = new Role.Key(roleNamespace, "r");
        Binding binding = new Binding(namespace, "b", key, List.of(new Subject.User("somebody")));
        return Policy.compile(List.of(new Role(key, List.of(rule))), List.of(binding));
    }

    private static Decision decide(Policy policy, Principal principal, String method, String path) {
        return new Authorizer(() -> policy, Tenancy.NONE).decide(principal, RequestInfo.of(method, path, false));
    }
}
