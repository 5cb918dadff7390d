package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.authn.Principal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** The index against the definition: every binding, every subject, every rule, one after the other. */
class PolicyPropertiesTest {
    private static final List<String> NAMESPACES = List.of("n1", "n2", "n3");
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "devs", "ops");

    private SplittableRandom random = new SplittableRandom();

    @RepeatedTest(40)
    void indexDecidesAsTheDefinition(RepetitionInfo repetition) {
        long seed = 7_000L + repetition.getCurrentRepetition();
        random = new SplittableRandom(seed);
        List<Role> roles = roles();
        List<Binding> bindings = some(0, 30, this::binding);
        Policy policy = Policy.compile(roles, bindings);
        int allowed = 0;
        for (int i = 0; i < 400; i++) {
            Principal principal = Principal.of(one(PEOPLE), new HashSet<>(some(0, 3, () -> one(PEOPLE))));
            RequestInfo request = request();
            boolean expected = naive(roles, bindings, principal, request);
            assertThat(policy.find(principal, request) != null)
                    .as("seed %d: %s %s", seed, principal, request)
                    .isEqualTo(expected);
            allowed += expected ? 1 : 0;
        }
        assertThat(allowed).as("seed %d is not trivial", seed).isLessThan(400);
    }

    /** What somebody holds, they may grant; whatever a role allows beyond it shows in what is uncovered. */
    @RepeatedTest(40)
    void uncoveredRulesAreExactlyWhatHeldOnesDoNotAllow(RepetitionInfo repetition) {
        long seed = 9_000L + repetition.getCurrentRepetition();
        random = new SplittableRandom(seed);
        List<PolicyRule> held = some(1, 4, this::rule);
        List<PolicyRule> wanted = some(1, 4, this::rule);
        List<PolicyRule> uncovered = RuleCover.uncovered(held, wanted);

        assertThat(RuleCover.uncovered(held, held)).as("seed %d", seed).isEmpty();
        assertThat(RuleCover.uncovered(
                        Stream.concat(held.stream(), uncovered.stream()).toList(), wanted))
                .as("seed %d", seed)
                .isEmpty();
        for (int i = 0; i < 400; i++) {
            RequestInfo request = request();
            boolean beyond = allows(wanted, request) && !allows(held, request);
            if (beyond) {
                assertThat(allows(uncovered, request))
                        .as("seed %d: %s is not held", seed, request)
                        .isTrue();
            }
        }
    }

    private static boolean allows(List<PolicyRule> rules, RequestInfo request) {
        return rules.stream().anyMatch(rule -> rule.allows(request));
    }

    private static boolean naive(List<Role> roles, List<Binding> bindings, Principal who, RequestInfo request) {
        String namespace = request instanceof RequestInfo.Resource resource ? resource.namespace() : "";
        for (Binding binding : bindings) {
            boolean applies =
                    binding.namespace().isEmpty() || binding.namespace().equals(namespace);
            boolean means = binding.subjects().stream().anyMatch(subject -> switch (subject) {
                case Subject.User(String name) -> name.equals(who.user());
                case Subject.Group(String name) -> who.groups().contains(name);
            });
            for (Role role : roles) {
                if (applies && means && role.key().equals(binding.role()) && allows(role.rules(), request)) {
                    return true;
                }
            }
        }
        return false;
    }

    private List<Role> roles() {
        List<Role> roles = new ArrayList<>();
        for (String name : NAMES) {
            roles.add(new Role(new Role.Key("", name), some(1, 3, this::rule)));
            for (String namespace : NAMESPACES) {
                if (random.nextBoolean()) {
                    roles.add(new Role(new Role.Key(namespace, name), some(1, 3, this::rule)));
                }
            }
        }
        return roles;
    }

    private Binding binding() {
        String namespace = random.nextInt(4) == 0 ? "" : one(NAMESPACES);
        String roleNamespace = random.nextBoolean() ? "" : namespace;
        List<Subject> subjects =
                some(1, 3, () -> random.nextBoolean() ? new Subject.User(one(PEOPLE)) : new Subject.Group(one(PEOPLE)));
        return new Binding(namespace, one(NAMES), new Role.Key(roleNamespace, one(NAMES)), subjects);
    }

    private PolicyRule rule() {
        if (random.nextInt(5) == 0) {
            return PolicyRule.onPaths(verbs(), set(List.of("/livez", "/apis", "/apis/*", "/a*", "*")));
        }
        return PolicyRule.onResources(
                verbs(),
                set(List.of("", "g1", "g2", "*")),
                set(List.of("pods", "pods/log", "secrets", "*/scale", "apps/scale", "*")),
                random.nextBoolean() ? List.of() : set(List.of("x", "y")));
    }

    private Set<String> verbs() {
        return set(List.of("get", "list", "watch", "create", "delete", "*"));
    }

    private Set<String> set(List<String> values) {
        return new LinkedHashSet<>(some(1, 2, () -> one(values)));
    }

    private RequestInfo request() {
        String verb = one(List.of("get", "list", "watch", "create", "delete"));
        if (random.nextInt(5) == 0) {
            return new RequestInfo.Path(verb, one(List.of("/livez", "/apis", "/apis/g", "/api", "/")));
        }
        return new RequestInfo.Resource(
                verb,
                one(List.of("", "g1", "g2")),
                "v1",
                random.nextInt(3) == 0 ? "" : one(NAMESPACES),
                one(List.of("pods", "secrets", "apps")),
                one(List.of("", "x", "y", "z")),
                one(List.of("", "", "log", "scale")));
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> List<T> some(int least, int most, Supplier<T> make) {
        return Stream.generate(make).limit(random.nextInt(least, most + 1)).toList();
    }
}
