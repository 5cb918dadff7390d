package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.store.TestObjects.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoreUnavailableException;
import dev.roadstead.apiserver.store.TestObjects;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.embedded.SharedPostgres;
import dev.roadstead.apiserver.store.embedded.WithPostgres;
import dev.roadstead.apiserver.store.pg.PgStore;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class ObjectMemoryTest {
    private static final long MIB = 1 << 20;

    @Test
    void everythingElseHasRoomBesideTheObjects() {
        for (long heap = 256; heap <= 65_536; heap *= 2) {
            HeapBudget budget = new HeapBudget(heap * MIB);
            // The most that was measured: controllers keep a copy of everything.
            long full = 64 * MIB + budget.window() + 2 * budget.objects();
            assertThat(full).as("%d MiB", heap).isLessThan(heap * MIB * 9 / 10);
            assertThat(budget.objects() * 105 / 100).isLessThan(budget.loadable());
            assertThat(64 * MIB + budget.window() + 2 * budget.loadable())
                    .as("the most that may be asked for or loaded with %d MiB", heap)
                    .isLessThanOrEqualTo(heap * MIB);
        }
        assertThat(new HeapBudget(1024 * MIB).objects() / MIB).isEqualTo(358);
        assertThat(new HeapBudget(256 * MIB).window()).isEqualTo(32 * MIB);
    }

    @Test
    void aHeapThatIsAskedForHasRoomByDefault() {
        for (long objects : new long[] {200 * MIB, 1000 * MIB, 5_000_000_001L}) {
            assertThat(HeapBudget.forObjects(objects).objects()).isGreaterThanOrEqualTo(objects - 1);
        }
    }

    @Test
    void aHeapThatIsFarTooSmallStillHasBounds() {
        HeapBudget budget = new HeapBudget(32 * MIB);
        assertThat(budget.objects()).isEqualTo(8 * MIB);
        assertThat(budget.loadable()).isGreaterThan(budget.objects());
    }

    @Test
    void whatIsAskedForHasToFit() throws Exception {
        HeapBudget budget = new HeapBudget(1024 * MIB);
        assertThat(ObjectMemory.of(budget, asking(null)).room().limit()).isEqualTo(budget.objects());
        assertThat(ObjectMemory.of(budget, asking(400 * MIB)).room().limit()).isEqualTo(400 * MIB);
        assertThatThrownBy(() -> ObjectMemory.of(budget, asking(500 * MIB)))
                .isInstanceOf(IOException.class)
                .hasMessage("--object-memory of 500.0 MiB does not fit into a heap of 1024.0 MiB, which has room for"
                        + " 448.0 MiB of objects, a reserve included; ask for less, or start with a larger heap:"
                        + " ROADSTEAD_JAVA_OPTS=-Xmx1441m");
    }

    @Test
    void aServerWhoseObjectsDoNotFitSaysWhatItNeeds(SharedPostgres postgres) throws Exception {
        ObjectMemory memory = ObjectMemory.of(new HeapBudget(64 * MIB), asking(null));
        try (PgStore store = PgStore.open(postgres.vertx(), postgres.newDatabase())) {
            int objects = 6;
            for (int i = 0; i < objects; i++) {
                ObjectKey key = TestObjects.key("boat-" + i);
                TestObjects.commit(store, new Write.Create(key, "uid-" + i, body(key, Map.of(), 3_000_000)));
            }
            assertThatThrownBy(() -> memory.load(store))
                    .isInstanceOf(IOException.class)
                    .hasMessage("6 objects of 17.2 MiB do not fit into a heap of 64.0 MiB, which has room for 16.0 MiB;"
                            + " start with a larger heap: ROADSTEAD_JAVA_OPTS=-Xmx171m");
        }
    }

    @Test
    void aDatabaseThatGoesAwayDoesNotHideWhatIsWrong() throws Exception {
        ObjectMemory memory = ObjectMemory.of(new HeapBudget(64 * MIB), asking(null));
        assertThat(memory.doNotFit(() -> {
                    throw new StoreUnavailableException("the database did not answer in 30 s", null);
                }))
                .isEqualTo(
                        "the objects that are stored do not fit into a heap of 64.0 MiB, which has room for 16.0 MiB;"
                                + " start with a larger heap than ROADSTEAD_JAVA_OPTS=-Xmx169m (how much larger could not be"
                                + " asked: the database did not answer in 30 s)");
    }

    @Test
    void noNumberIsTooLargeToBeRefused() {
        HeapBudget budget = new HeapBudget(1024 * MIB);
        for (long asked : new long[] {9_000_000_000_000_000_000L, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> ObjectMemory.of(budget, asking(asked)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not fit into a heap of 1024.0 MiB")
                    .hasMessageContaining("-Xmx8796093022208m");
        }
    }

    private static StorageConfig asking(@Nullable Long objectMemory) {
        return new StorageConfig(null, Duration.ofMinutes(10), Duration.ofDays(90), objectMemory);
    }
}
