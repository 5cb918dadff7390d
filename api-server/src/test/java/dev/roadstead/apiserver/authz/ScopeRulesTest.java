package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authn.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** For random roles, scopes and requests: a scope never adds, and what it leaves is what both say. */
class ScopeRulesTest {
    private static final List<String> VERBS = List.of("get", "list", "create", "delete", "*");
    private static final List<String> GROUPS = List.of("", "apps", "roadstead.dev", "*");
    private static final List<String> RESOURCES =
            List.of("secrets", "pods", "pods/log", "apikeys", "serviceaccounts/token", "*/log", "*");
    private static final List<String> NAMESPACES = List.of("a", "b");

    private final Random random = new Random(7);

    @Test
    void whatIsLeftIsWhatBothAllow() {
        for (int i = 0; i < 20_000; i++) {
            Scope scope = scope();
            PolicyRule rule = PolicyRule.onResources(some(VERBS), some(GROUPS), some(RESOURCES), List.of());
            Policy policy = policy(rule);
            Authorizer authorizer = new Authorizer(() -> policy, Tenancy.NONE);
            Principal plain = Principal.of("ada", Set.of());
            Principal scoped = plain.within(scope);
            RequestInfo.Resource request = request();

            boolean allowed = authorizer.allows(scoped, request);
            assertThat(allowed)
                    .as("%s in %s by %s", request, scope, rule)
                    .isEqualTo(authorizer.allows(plain, request) && ScopeRules.allow(scope, request));
            assertThat(authorizer.decide(scoped, request) instanceof Decision.Allowed)
                    .isEqualTo(allowed);
            boolean listed =
                    authorizer.rules(scoped, request.namespace()).stream().anyMatch(it -> it.allows(request));
            if (allowed) {
                assertThat(listed).as("%s in %s by %s", request, scope, rule).isTrue();
            }
            if (listed) {
                assertThat(authorizer.allows(plain, request)).isTrue();
            }
        }
    }

    @Test
    void mastersHaveScopesToo() {
        Principal master = Principal.of("root", Set.of("system:masters"))
                .within(new Scope(List.of(new Scope.Entry(List.of("a"), List.of("get"), List.of(), List.of()))));
        Authorizer authorizer = new Authorizer(() -> Policy.EMPTY, Tenancy.NONE);

        assertThat(authorizer.allows(master, new RequestInfo.Resource("get", "", "v1", "a", "pods", "x", "")))
                .isTrue();
        assertThat(authorizer.allows(master, new RequestInfo.Resource("get", "", "v1", "b", "pods", "x", "")))
                .isFalse();
        assertThat(authorizer.allows(master, new RequestInfo.Resource("list", "", "v1", "", "pods", "", "")))
                .isFalse();
        assertThat(authorizer.allows(master, new RequestInfo.Path("post", "/auth/logout")))
                .isFalse();
        assertThat(authorizer.rules(master, "b")).noneMatch(it -> PolicyRule.has(it.verbs(), "delete"));
    }

    private static Policy policy(PolicyRule rule) {
        Role.Key key = new Role.Key("", "r");
        return Policy.compile(
                List.of(new Role(key, List.of(rule))),
                List.of(new Binding("", "b", key, List.of(new Subject.User("ada")))));
    }

    private Scope scope() {
        List<Scope.Entry> entries = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            entries.add(new Scope.Entry(
                    random.nextBoolean() ? List.of() : some(NAMESPACES),
                    some(VERBS),
                    random.nextBoolean() ? List.of() : some(GROUPS),
                    random.nextBoolean() ? List.of() : some(RESOURCES)));
        }
        return new Scope(entries);
    }

    private RequestInfo.Resource request() {
        String[] resource = RESOURCES.get(random.nextInt(5)).split("/", -1);
        return new RequestInfo.Resource(
                VERBS.get(random.nextInt(4)),
                GROUPS.get(random.nextInt(3)),
                "v1",
                random.nextBoolean() ? "" : NAMESPACES.get(random.nextInt(2)),
                resource[0],
                "x",
                resource.length > 1 ? resource[1] : "");
    }

    private List<String> some(List<String> all) {
        List<String> some = new ArrayList<>();
        for (String value : all) {
            if (random.nextInt(3) == 0) {
                some.add(value);
            }
        }
        return some.isEmpty() ? List.of(all.get(random.nextInt(all.size()))) : some;
    }
}
