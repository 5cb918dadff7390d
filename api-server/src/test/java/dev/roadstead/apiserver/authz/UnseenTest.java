package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.authn.Principal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UnseenTest {
    private static final Principal ANN = Principal.of("ann", Set.of("system:authenticated", "crew"));
    private static final List<String> ANY_NAME = List.of();
    private static final PolicyRule SECRETS =
            PolicyRule.onResources(List.of("list"), List.of(""), List.of("secrets"), ANY_NAME);
    private static final List<String> IN_NAMESPACE_N = List.of(
            "/api/v1/namespaces/n",
            "/api/v1/namespaces/n/status",
            "/api/v1/namespaces/n/configmaps",
            "/api/v1/namespaces/n/configmaps/c",
            "/apis/g/v1/namespaces/n/things/t/status",
            "/apis/g/v1/namespaces/n/no-such-kind");

    @Test
    void aNamespaceInWhichOneMayDoNothingDoesNotExist() {
        for (String path : IN_NAMESPACE_N) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                assertThat(unseen(Policy.EMPTY, ANN, method, path))
                        .as(method + " " + path)
                        .isEqualTo(new Unseen("", "namespaces", "n"));
                assertThat(unseen(policy("other", SECRETS), ANN, method, path)).isNotNull();
            }
        }
    }

    @Test
    void whereOneMayDoSomethingTheReasonIsTold() {
        Policy inIt = policy("n", SECRETS);
        Policy ofTheGroup = Policy.compile(
                List.of(new Role(new Role.Key("", "r"), List.of(SECRETS))),
                List.of(new Binding("n", "b", new Role.Key("", "r"), List.of(new Subject.Group("crew")))));
        Policy everyNamespace = policy("", rule("get", "", "namespaces", ANY_NAME));
        Policy thisNamespace = policy("", rule("get", "", "namespaces", List.of("n")));
        for (Policy policy : List.of(inIt, ofTheGroup, everyNamespace, thisNamespace)) {
            assertThat(denied(policy, ANN, "DELETE", "/api/v1/namespaces/n/configmaps/c"))
                    .isEqualTo(
                            new Decision.Denied("User \"ann\" cannot delete resource \"configmaps\" in API group \"\""
                                    + " in the namespace \"n\""));
            assertThat(unseen(policy, ANN, "DELETE", "/api/v1/namespaces/n")).isNull();
        }
    }

    @Test
    void whatCountsEverywhereButIsNotAboutTheNamespaceShowsNone() {
        for (Policy policy : List.of(
                policy("", SECRETS),
                policy("", rule("list", "", "namespaces", ANY_NAME)),
                policy("", rule("get", "", "namespaces", List.of("other"))))) {
            assertThat(unseen(policy, ANN, "GET", "/api/v1/namespaces/n/configmaps"))
                    .isEqualTo(new Unseen("", "namespaces", "n"));
        }
    }

    @Test
    void aBindingThatGivesNothingShowsNothing() {
        Policy missing = Policy.compile(
                List.of(), List.of(new Binding("n", "b", new Role.Key("", "gone"), List.of(new Subject.User("ann")))));

        assertThat(unseen(missing, ANN, "GET", "/api/v1/namespaces/n/secrets")).isNotNull();
    }

    @Test
    void aServiceAccountKnowsWhereItLies() {
        Principal robot = Principal.of("system:serviceaccount:n:robot", Set.of("system:authenticated"));

        assertThat(unseen(Policy.EMPTY, robot, "GET", "/api/v1/namespaces/n/secrets"))
                .isNull();
        assertThat(unseen(Policy.EMPTY, robot, "GET", "/api/v1/namespaces/m/secrets"))
                .isNotNull();
    }

    @Test
    void tenantsOfOthersDoNotExist() {
        for (String plural : List.of("users", "organizations", "identityproviders")) {
            String collection = "/apis/roadstead.dev/v1/" + plural;
            Policy named = policy("", rule("get", "roadstead.dev", plural, List.of("own")));
            Policy part = policy("", rule("update", "roadstead.dev", plural + "/status", ANY_NAME));
            Policy inNamespace = policy("n", rule("get", "roadstead.dev", plural, ANY_NAME));

            for (Policy policy : List.of(Policy.EMPTY, inNamespace)) {
                assertThat(unseen(policy, ANN, "GET", collection + "/x"))
                        .isEqualTo(new Unseen("roadstead.dev", plural, "x"));
                assertThat(unseen(policy, ANN, "PATCH", collection + "/x/status"))
                        .isEqualTo(new Unseen("roadstead.dev", plural, "x"));
                assertThat(unseen(policy, ANN, "GET", collection)).isNull();
                assertThat(unseen(policy, ANN, "POST", collection)).isNull();
            }
            for (Policy policy : List.of(named, part)) {
                assertThat(unseen(policy, ANN, "GET", collection + "/x")).isNull();
            }
        }
        assertThat(unseen(Policy.EMPTY, ANN, "GET", "/apis/roadstead.dev/v1/nodes/x"))
                .isNull();
        assertThat(unseen(Policy.EMPTY, ANN, "GET", "/apis/other.dev/v1/users/x"))
                .isNull();
    }

    @Test
    void strangersAreToldToProveWhoTheyAre() {
        for (String path : IN_NAMESPACE_N) {
            assertThat(unseen(Policy.EMPTY, Principal.ANONYMOUS, "GET", path)).isNull();
        }
        assertThat(unseen(Policy.EMPTY, Principal.ANONYMOUS, "GET", "/apis/roadstead.dev/v1/users/x"))
                .isNull();
    }

    @Test
    void pathsAndWhatLiesInNoNamespaceAreDeniedWithTheReason() {
        for (String path : List.of("/apis", "/api/v1/namespaces", "/api/v1/configmaps", "/apis/g/v1/nodes/n")) {
            assertThat(unseen(Policy.EMPTY, ANN, "GET", path)).as(path).isNull();
        }
    }

    private static PolicyRule rule(String verb, String group, String resource, List<String> names) {
        return PolicyRule.onResources(List.of(verb), List.of(group), List.of(resource), names);
    }

    private static Policy policy(String namespace, PolicyRule rule) {
        Role.Key key = new Role.Key("", "r");
        Binding binding = new Binding(namespace, "b", key, List.of(new Subject.User("ann")));
        return Policy.compile(List.of(new Role(key, List.of(rule))), List.of(binding));
    }

    private static @Nullable Unseen unseen(Policy policy, Principal principal, String method, String path) {
        return denied(policy, principal, method, path).unseen();
    }

    /** As the pipeline asks. */
    private static Decision.Denied denied(Policy policy, Principal principal, String method, String path) {
        RequestInfo info = RequestInfo.of(method, path, false);
        RequestInfo asked = info instanceof RequestInfo.Resource resource ? resource.asAuthorized("") : info;
        return (Decision.Denied) new Authorizer(() -> policy, Tenancy.NONE).decide(principal, asked);
    }
}
