package dev.roadstead.apiserver.store.pg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What callers saw of the store, to be compared with its log: is there one order of all writes that explains every
 * answer and does not contradict time? The log proposes the order, by its revisions. Thread-safe.
 */
final class History {
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    /**
     * One call.
     *
     * @param result null when its outcome is not known
     */
    record Operation(
            Write write, long begun, long ended, @Nullable WriteResult result) {}

    void add(Write write, long begun, @Nullable WriteResult result) {
        operations.add(new Operation(write, begun, System.nanoTime(), result));
    }

    int acknowledged() {
        return (int) operations.stream()
                .filter(operation -> operation.result() instanceof WriteResult.Committed)
                .count();
    }

    /** Fails with the first operation that no order explains; {@code log} is complete from the beginning. */
    void check(List<Change> log) {
        Map<Long, Change> byRevision = log.stream().collect(Collectors.toMap(Change::revision, change -> change));
        NavigableMap<Long, Long> highestByEnd = new TreeMap<>();
        NavigableMap<Long, Long> lowestByBegin = new TreeMap<>();
        List<Operation> committed = new ArrayList<>();
        for (Operation operation : operations) {
            if (operation.result() instanceof WriteResult.Committed(long revision)) {
                committed.add(operation);
                highestByEnd.merge(operation.ended(), revision, Math::max);
                lowestByBegin.merge(operation.begun(), revision, Math::min);
                checkLogged(operation, byRevision.get(revision));
            }
        }
        accumulate(highestByEnd);
        accumulateBackwards(lowestByBegin);
        for (Operation operation : operations) {
            Map.Entry<Long, Long> before = highestByEnd.lowerEntry(operation.begun());
            Map.Entry<Long, Long> after = lowestByBegin.higherEntry(operation.ended());
            long low = before == null ? 0 : before.getValue();
            long high = after == null ? Long.MAX_VALUE : after.getValue();
            checkPlace(operation, low, high, log);
        }
        assertThat(committed.stream().map(Operation::result).distinct()).hasSameSizeAs(committed);
    }

    private static void checkLogged(Operation operation, @Nullable Change logged) {
        Change change = Objects.requireNonNull(logged, () -> "acknowledged and lost: " + operation);
        assertThat(change.object().key()).isEqualTo(operation.write().key());
        assertThat(change.object().uid()).isEqualTo(operation.write().uid());
        assertThat(change.object().body()).isEqualTo(operation.write().body());
    }

    /** {@code low}: the last revision acknowledged before it began; {@code high}: the first of those begun after it. */
    private static void checkPlace(Operation operation, long low, long high, List<Change> log) {
        switch (operation.result()) {
            case WriteResult.Committed(long revision) ->
                assertThat(revision).as("%s out of order", operation).isBetween(low + 1, high - 1);
            case WriteResult.AlreadyExists() ->
                assertThat(states(operation.write().key(), low, high, log))
                        .as("nothing explains %s", operation)
                        .anyMatch(state -> state.type() != Change.Type.DELETED);
            case WriteResult.Overtaken() -> throw new AssertionError("no write of this test has a basis: " + operation);
            case WriteResult.Conflict() ->
                assertThat(states(operation.write().key(), low, high, log))
                        .as("nothing explains %s", operation)
                        .anyMatch(state -> !isExpectedBy(operation.write(), state));
            case null -> {
                // Both outcomes are allowed; that it happened at most once, the order of revisions says.
            }
        }
    }

    /** The states that the object may have had meanwhile: the one at {@code low} and those after it up to {@code high}. */
    private static List<Change> states(ObjectKey key, long low, long high, List<Change> log) {
        List<Change> states = new ArrayList<>();
        for (Change change : log) {
            if (change.object().key().equals(key) && change.revision() < high) {
                if (change.revision() <= low) {
                    states.clear();
                }
                states.add(change);
            }
        }
        return states;
    }

    private static boolean isExpectedBy(Write write, Change state) {
        long expected = switch (write) {
            case Write.Create create -> -1;
            case Write.Update update -> update.expectedRevision();
            case Write.Delete delete -> delete.expectedRevision();
        };
        return state.type() != Change.Type.DELETED && state.revision() == expected;
    }

    private static void accumulate(NavigableMap<Long, Long> highest) {
        long soFar = 0;
        for (Map.Entry<Long, Long> entry : highest.entrySet()) {
            soFar = Math.max(soFar, entry.getValue());
            entry.setValue(soFar);
        }
    }

    private static void accumulateBackwards(NavigableMap<Long, Long> lowest) {
        long soFar = Long.MAX_VALUE;
        for (Map.Entry<Long, Long> entry : lowest.descendingMap().entrySet()) {
            soFar = Math.min(soFar, entry.getValue());
            entry.setValue(soFar);
        }
    }
}
