package dev.roadstead.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.authn.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImpersonationTest {
    @Test
    void everyPartOfTheWishNeedsItsPermission() {
        Impersonation wish = of(Map.of(
                "impersonate-user", List.of("bob"),
                "impersonate-group", List.of("devs", "ops"),
                "impersonate-uid", List.of("7"),
                "impersonate-extra-acme.com%2fScope", List.of("read")));

        assertThat(wish.principal())
                .isEqualTo(new Principal(
                        "bob",
                        "7",
                        Set.of("devs", "ops", "system:authenticated"),
                        Map.of("acme.com/scope", List.of("read"))));
        assertThat(wish.needed())
                .containsExactlyInAnyOrder(
                        new RequestInfo.Resource("impersonate", "", "v1", "", "users", "bob", ""),
                        new RequestInfo.Resource("impersonate", "", "v1", "", "groups", "devs", ""),
                        new RequestInfo.Resource("impersonate", "", "v1", "", "groups", "ops", ""),
                        new RequestInfo.Resource("impersonate", "authentication.k8s.io", "v1", "", "uids", "7", ""),
                        new RequestInfo.Resource(
                                "impersonate",
                                "authentication.k8s.io",
                                "v1",
                                "",
                                "userextras",
                                "read",
                                "acme.com/scope"));
    }

    @Test
    void serviceAccountHasItsGroupsUnlessOthersAreNamed() {
        String account = "system:serviceaccount:ns:robot";

        assertThat(of(Map.of("impersonate-user", List.of(account))).principal().groups())
                .containsExactlyInAnyOrder(
                        "system:serviceaccounts", "system:serviceaccounts:ns", "system:authenticated");
        assertThat(of(Map.of("impersonate-user", List.of(account))).needed())
                .containsExactly(
                        new RequestInfo.Resource("impersonate", "", "v1", "ns", "serviceaccounts", "robot", ""));
        assertThat(of(Map.of("impersonate-user", List.of(account), "impersonate-group", List.of("g")))
                        .principal()
                        .groups())
                .containsExactlyInAnyOrder("g", "system:authenticated");
    }

    @Test
    void strangersAreNotAuthenticated() {
        assertThat(of(Map.of("impersonate-user", List.of("system:anonymous"))).principal())
                .isEqualTo(Principal.ANONYMOUS);
    }

    @Test
    void nothingIsWishedWithoutHeadersAndNothingWithoutAUser() {
        assertThat(Impersonation.of(Map.of())).isNull();
        assertThatThrownBy(() -> Impersonation.of(Map.of("impersonate-group", List.of("system:masters"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Impersonate-User");
    }

    private static Impersonation of(Map<String, List<String>> headers) {
        return Objects.requireNonNull(Impersonation.of(headers));
    }
}
