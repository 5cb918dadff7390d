package dev.roadstead.conformance.fabric8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.conformance.TestServer;
import dev.roadstead.conformance.WithServer;
import dev.roadstead.testkit.Eventually;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithServer.class)
@Timeout(60)
final class LeaderElectionTest {
    @Test
    void onlyOneLeadsAndAnotherFollows(TestServer server) {
        AtomicReference<String> leader = new AtomicReference<>("");
        try (KubernetesClient client = Clients.of(server)) {
            CompletableFuture<?> first = elector(client, "first", leader).start();
            Eventually.await("the first leads", () -> leader.get().equals("first"));
            CompletableFuture<?> second = elector(client, "second", leader).start();
            var lease = client.leases().withName("chief");
            assertThat(lease.get().getSpec().getHolderIdentity()).isEqualTo("first");

            first.cancel(true);

            Eventually.await("the second leads", () -> leader.get().equals("second"));
            assertThat(lease.get().getSpec().getHolderIdentity()).isEqualTo("second");
            assertThat(lease.get().getSpec().getLeaseTransitions()).isPositive();
            second.cancel(true);
        }
    }

    private static LeaderElector elector(KubernetesClient client, String name, AtomicReference<String> leader) {
        return client.leaderElector()
                .withConfig(new LeaderElectionConfigBuilder()
                        .withName(name)
                        .withLock(new LeaseLock(client.getNamespace(), "chief", name))
                        .withLeaseDuration(Duration.ofSeconds(3))
                        .withRenewDeadline(Duration.ofSeconds(2))
                        .withRetryPeriod(Duration.ofMillis(100))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(() -> {}, () -> {}, leader::set))
                        .build())
                .build();
    }
}
