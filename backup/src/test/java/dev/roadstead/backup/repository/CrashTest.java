package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.Manifest;
import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Repository;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.blob.MemoryStore;
import dev.roadstead.backup.blob.MortalStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Invariants I13 and I15: the process dies after the n-th operation on the store, for every n. What was a backup before
 * is one, whole; what was not completed is none; the next try succeeds and leaves nothing over.
 */
class CrashTest {
    private final Fixture fixture = new Fixture();
    private final MemoryStore store = new MemoryStore();
    private Manifest first;
    private Manifest second;

    @BeforeEach
    void twoBackups() throws IOException {
        try (Repository repository = fixture.open(store)) {
            first = Fixture.backUp(repository, Fixture.files(0, 60), Fixture.NOW);
            second = Fixture.backUp(repository, Fixture.files(30, 90), Fixture.NOW.plusSeconds(1));
        }
    }

    @Test
    void killedWhileItBacksUp() throws IOException {
        byte[] tar = Fixture.files(60, 120);
        for (int operations = 0; ; operations++) {
            var mortal = new MortalStore(store, operations);
            boolean completed = survives(() -> Fixture.backUp(fixture.open(mortal, Fixture.NOW, 2), tar, Fixture.NOW));
            try (Repository repository = fixture.open(store)) {
                assertWhole(repository, "killed after operation " + operations);
                // Killed between the manifest and the end of the call, it is a backup nevertheless.
                assertThat(repository.manifests()).hasSizeBetween(completed ? 3 : 2, 3);
            }
            if (completed && !mortal.died()) {
                assertThat(operations).as("operations of a backup").isGreaterThan(5);
                return;
            }
            // The manifest is there although its writer died on the way out: begin again.
            removeAllButTwo();
        }
    }

    @Test
    void killedWhileItPrunes() {
        for (int operations = 0; ; operations++) {
            var copy = new MemoryStore();
            copy.objects().putAll(store.objects());
            var mortal = new MortalStore(copy, operations);
            boolean completed =
                    survives(() -> fixture.open(mortal, Fixture.NOW, 2).prune(Set.of(second.id()), Progress.NONE));
            String when = "killed after operation " + operations;
            try (Repository repository = fixture.open(copy)) {
                assertThat(Fixture.isWhole(repository, first)).as(when).isTrue();
                assertThat(repository.manifests()).as(when).contains(first);
                for (Manifest manifest : repository.manifests()) {
                    assertThat(Fixture.isWhole(repository, manifest)).as(when).isTrue();
                }
                assertThat(repository.check(true, Progress.NONE).damage())
                        .as(when)
                        .isEmpty();
            }
            assertNothingIsLeftOver(copy, when);
            if (completed) {
                assertThat(operations).as("operations of pruning").isGreaterThan(8);
                return;
            }
        }
    }

    /** After the next prune, a day later, there is one archive and what it needs. */
    private void assertNothingIsLeftOver(MemoryStore copy, String when) {
        try (Repository repository = fixture.open(copy, Fixture.NOW.plus(Duration.ofDays(2)), 1)) {
            repository.prune(Set.of(second.id()), Progress.NONE);
            assertThat(Fixture.isWhole(repository, first)).as(when).isTrue();
            assertThat(repository.check(true, Progress.NONE).damage()).as(when).isEmpty();
            assertThat(copy.list("snapshots/")).as(when).hasSize(1);
            assertThat(copy.list("manifests/")).as(when).hasSize(1);
            assertThat(copy.list("locks/")).as(when).isEmpty();
            long bytes =
                    copy.list("data/").stream().mapToLong(blob -> blob.bytes()).sum();
            assertThat(bytes).as(when).isBetween(60L * 1024, 60L * 1024 + 12_000);
        }
    }

    private void assertWhole(Repository repository, String when) {
        assertThat(repository.manifests()).as(when).contains(first, second);
        for (Manifest manifest : repository.manifests()) {
            assertThat(Fixture.isWhole(repository, manifest)).as(when).isTrue();
        }
        assertThat(repository.check(true, Progress.NONE).damage()).as(when).isEmpty();
    }

    private void removeAllButTwo() {
        try (Repository repository = fixture.open(store, Fixture.NOW.plus(Duration.ofDays(2)), 1)) {
            for (Manifest manifest : repository.manifests()) {
                if (!manifest.equals(first) && !manifest.equals(second)) {
                    repository.prune(Set.of(manifest.id()), Progress.NONE);
                }
            }
            repository.prune(Set.of(), Progress.NONE);
            assertThat(store.list("snapshots/")).hasSize(2);
            assertThat(store.list("locks/")).isEmpty();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Whether the work came to its end; a worker's death reaches the caller wrapped. */
    private static boolean survives(Work work) {
        try {
            work.run();
            return true;
        } catch (MortalStore.KilledException | IllegalStateException | RepositoryException e) {
            if (e instanceof RepositoryException known) {
                throw known;
            }
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
