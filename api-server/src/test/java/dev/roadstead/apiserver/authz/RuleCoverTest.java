package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RuleCoverTest {
    private static final List<String> NONE = List.of();

    @Test
    void namesWhatIsNotHeldAsKubernetesDoes() {
        PolicyRule held = PolicyRule.onResources(List.of("get"), List.of(""), List.of("pods"), NONE);
        PolicyRule wanted =
                PolicyRule.onResources(List.of("get", "list", "watch"), List.of(""), List.of("pods", "secrets"), NONE);
        PolicyRule paths = PolicyRule.onPaths(List.of("get"), List.of("/logs/*"));

        assertThat(RuleCover.describe(RuleCover.uncovered(List.of(held), List.of(wanted, paths))))
                .isEqualTo("""
                        {APIGroups:[""], Resources:["pods"], Verbs:["list" "watch"]}
                        {APIGroups:[""], Resources:["secrets"], Verbs:["get" "list" "watch"]}
                        {NonResourceURLs:["/logs/*"], Verbs:["get"]}""");
    }

    @Test
    void onlyWhoHoldsAllMayGrantAll() {
        PolicyRule all = PolicyRule.onResources(List.of("*"), List.of("*"), List.of("*"), NONE);
        PolicyRule named = PolicyRule.onResources(List.of("*"), List.of("*"), List.of("*"), List.of("x"));

        assertThat(RuleCover.uncovered(List.of(all), List.of(all, named))).isEmpty();
        assertThat(RuleCover.uncovered(List.of(named), List.of(named))).isEmpty();
        assertThat(RuleCover.uncovered(List.of(named), List.of(all))).isNotEmpty();
    }

    @Test
    void productThatIsTooLargeIsNotTakenApart() {
        List<String> many = IntStream.range(0, 1000).mapToObj(i -> "v" + i).toList();
        PolicyRule huge = PolicyRule.onResources(many, many, many, many);
        PolicyRule all = PolicyRule.onResources(List.of("*"), List.of("*"), List.of("*"), NONE);

        assertThat(RuleCover.uncovered(List.of(huge), List.of(huge))).isEmpty();
        assertThat(RuleCover.uncovered(List.of(all), List.of(huge))).containsExactly(huge);
    }
}
