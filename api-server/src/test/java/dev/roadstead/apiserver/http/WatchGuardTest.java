package dev.roadstead.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.authn.Authenticator;
import dev.roadstead.apiserver.authn.BearerTokens;
import dev.roadstead.apiserver.authn.ClientCertificates;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.authz.Binding;
import dev.roadstead.apiserver.authz.Policy;
import dev.roadstead.apiserver.authz.PolicyRule;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.authz.Role;
import dev.roadstead.apiserver.authz.Subject;
import dev.roadstead.apiserver.authz.Tenancy;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.testkit.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WatchGuardTest {
    private static final RequestInfo.Resource SECRETS =
            new RequestInfo.Resource("watch", "", "v1", "n", "secrets", "", "");
    private static final Policy MAY = policy("ann", "bob");

    private final AtomicInteger decisions = new AtomicInteger();
    private final AtomicInteger proofs = new AtomicInteger();
    private final OpenWatches open = new OpenWatches(20_000, 20_000);
    private volatile Policy policy = MAY;
    private volatile boolean tokensCount = true;
    private Gate gate;
    private WatchGuard guard;

    @BeforeEach
    void begin() throws Exception {
        BearerTokens tokens = token -> {
            proofs.incrementAndGet();
            return tokensCount ? new BearerTokens.Identity(principal(token), Set.of(BearerTokens.SERVER)) : null;
        };
        Authorizer authorizer = new Authorizer(
                () -> {
                    decisions.incrementAndGet();
                    return policy;
                },
                Tenancy.NONE);
        gate = new Gate(new Authenticator(List.of(tokens), new ClientCertificates(List.of())), authorizer);
        guard = WatchGuard.start(gate, open, info -> true, Duration.ofHours(1));
    }

    @AfterEach
    void end() {
        guard.close();
        Thread.interrupted(); // the watches of this test are on this thread
    }

    @Test
    void tenThousandWatchesOfOneWatcherAreDecidedOnce() {
        List<OpenWatches.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            entries.add(open.enter(watcher("ann"), ""));
        }
        policy = Policy.EMPTY;
        guard.policyChanged();

        entries.forEach(WatchGuardTest::awaitFault);
        assertThat(entries).allSatisfy(entry -> assertThat(entry.fault()).isInstanceOf(ApiFault.NotFound.class));
        assertThat(decisions).hasValue(1);
        assertThat(proofs).hasValue(0);
    }

    @Test
    void onlyThoseEndWhoMayNoLongerWatch() {
        OpenWatches.Entry anns = open.enter(watcher("ann"), "");
        OpenWatches.Entry bobs = open.enter(watcher("bob"), "");
        policy = policy("bob");
        guard.policyChanged();

        awaitFault(anns);
        assertThat(bobs.fault()).isNull();
    }

    @Test
    void whoChangedThePolicyBeforeTheWatchCouldBeFoundIsNotLate() {
        guard.check(watcher("ann"));
        policy = Policy.EMPTY;

        assertThatThrownBy(() -> guard.check(watcher("ann"))).isInstanceOf(ApiException.class);
    }

    @Test
    void aProofThatCountsNoLongerEndsItsWatches() {
        OpenWatches.Entry entry = open.enter(watcher("ann"), "");
        tokensCount = false;
        guard.policyChanged();
        Eventually.await("decided", () -> decisions.get() == 1);
        assertThat(entry.fault()).isNull();

        guard.identitiesChanged();

        awaitFault(entry);
        assertThat(entry.fault()).isInstanceOf(ApiFault.Unauthorized.class);
    }

    @Test
    void everyProofIsLookedAtAgainAfterTheInterval() {
        OpenWatches.Entry entry = open.enter(watcher("ann"), "");
        tokensCount = false;
        try (WatchGuard _ = WatchGuard.start(gate, open, info -> true, Duration.ofMillis(20))) {
            awaitFault(entry);
        }
    }

    @Test
    void watchesThatHaveEndedAreForgotten() {
        open.enter(watcher("ann"), "").close();

        assertThat(open.watchers()).isEmpty();
    }

    private static void awaitFault(OpenWatches.Entry entry) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (entry.fault() == null && System.nanoTime() < until) {
            Thread.onSpinWait(); // not a wait that an interrupt would end: this thread is that of the watches
        }
        assertThat(entry.fault()).isNotNull();
    }

    private static Watcher watcher(String user) {
        return new Watcher(new Watcher.Proof("Bearer " + user, null, List.of()), principal(user), null, SECRETS);
    }

    private static Principal principal(@Nullable String user) {
        return Principal.of(String.valueOf(user), Set.of("system:authenticated"));
    }

    private static Policy policy(String... users) {
        Role.Key key = new Role.Key("n", "r");
        PolicyRule rule = PolicyRule.onResources(List.of("watch"), List.of(""), List.of("secrets"), List.of());
        List<Subject> subjects = new ArrayList<>();
        for (String user : users) {
            subjects.add(new Subject.User(user));
        }
        return Policy.compile(List.of(new Role(key, List.of(rule))), List.of(new Binding("n", "b", key, subjects)));
    }
}
