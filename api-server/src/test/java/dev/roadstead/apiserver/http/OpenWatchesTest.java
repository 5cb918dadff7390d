package dev.roadstead.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OpenWatchesTest {
    private final OpenWatches open = new OpenWatches(5, 2);

    @Test
    void oneOrganizationDoesNotTakeTheWatchesOfOthers() {
        OpenWatches.Entry first = open.enter(watcher("ann"), "acme");
        open.enter(watcher("bob"), "acme");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> open.enter(watcher("eve"), "acme"))
                .satisfies(refused -> {
                    assertThat(refused).hasMessageContaining("there are already 2 watches of Organization acme");
                    ApiFault.TooManyRequests fault = (ApiFault.TooManyRequests) refused.fault();
                    assertThat(Objects.requireNonNull(fault.limit()).policyHeader())
                            .startsWith("\"organization-watches\";q=2");
                });
        open.enter(watcher("ann"), "other");
        open.enter(watcher("admin"), "");
        first.close();
        first.close();
        open.enter(watcher("eve"), "acme");
        open.enter(watcher("admin"), "");
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> open.enter(watcher("admin"), ""))
                .satisfies(refused -> assertThat(refused).hasMessageContaining("there are already 5 watches;"));
    }

    private static Watcher watcher(String user) {
        return new Watcher(
                new Watcher.Proof("Bearer " + user, null, List.of()),
                Principal.ANONYMOUS,
                null,
                new RequestInfo.Resource("watch", "", "v1", "n", "secrets", "", ""));
    }
}
