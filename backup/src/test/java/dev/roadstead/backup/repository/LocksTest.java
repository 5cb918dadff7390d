package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.MemoryStore;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.SealedObjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class LocksTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final long RUNNING = ProcessHandle.current().pid();
    private static final long GONE = 99_999_999;

    private final MemoryStore store = new MemoryStore();
    private final SealingKey key = SealingKey.random();

    @Test
    void manyShareAndOneExcludes() {
        try (var _ = locks("a", RUNNING, NOW).shared();
                var second = locks("b", RUNNING, NOW).shared()) {
            assertLocked(locks("c", RUNNING, NOW)::exclusive);
            second.ensure();
        }
        try (var _ = locks("a", RUNNING, NOW).exclusive()) {
            assertLocked(locks("b", RUNNING, NOW)::shared);
            assertLocked(locks("b", RUNNING, NOW)::exclusive);
            assertThat(store.objects()).hasSize(1);
        }
        assertThat(store.objects()).isEmpty();
    }

    @Test
    void aLockOfAnotherMachineIsRespectedForHalfAnHour() {
        locks("a", GONE, NOW).exclusive();

        assertLocked(locks("b", RUNNING, NOW.plus(Duration.ofMinutes(29)))::shared);
        locks("b", RUNNING, NOW.plus(Duration.ofMinutes(31))).shared().close();
        assertThat(store.objects()).isEmpty();
    }

    @Test
    void aLockOfThisMachineGoesWithItsProcess() {
        locks("a", GONE, NOW).exclusive();

        locks("a", RUNNING, NOW.plusSeconds(1)).exclusive().close();
        assertThat(store.objects()).isEmpty();
    }

    /** In a container every server is process 1. */
    @Test
    void aLockWithOurNumberFromBeforeWeBeganIsStale() {
        locks("a", RUNNING, NOW).exclusive();
        assertLocked(locks("a", RUNNING, NOW)::shared);

        var restarted = new Locks(
                store,
                new SealedObjects(store, key),
                InstantSource.fixed(NOW.plusSeconds(5)),
                new Owner("a", RUNNING, NOW.plusSeconds(4)),
                Duration.ZERO);
        restarted.shared().close();
        assertThat(store.objects()).isEmpty();
    }

    @Test
    void aLockThatWasTakenAwayIsNoticed() {
        try (var held = locks("a", RUNNING, NOW).shared()) {
            store.objects().clear();
            assertLocked(held::ensure);
        }
    }

    private void assertLocked(Runnable action) {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.LOCKED));
    }

    private Locks locks(String host, long pid, Instant now) {
        return new Locks(
                store,
                new SealedObjects(store, key),
                InstantSource.fixed(now),
                new Owner(host, pid, Instant.EPOCH),
                Duration.ZERO);
    }
}
