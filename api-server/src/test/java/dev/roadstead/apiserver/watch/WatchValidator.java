package dev.roadstead.apiserver.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares what a watcher was told with what the database says has happened: every change once, in order, none left out
 * between the revision it started from and the revision it was told it has reached.
 */
final class WatchValidator {
    private final List<Change> truth;

    /** What one watcher saw between a list and the next. */
    record Segment(long from, Map<ObjectKey, Long> listed, List<Seen> events, long reached) {}

    record Seen(long revision, Change.Type type, ObjectKey key) {
        static Seen of(WatchEvent event) {
            return new Seen(
                    event.object().revision(), event.type(), event.object().key());
        }
    }

    /** {@code truth}: every change since there was no object, in order. */
    WatchValidator(List<Change> truth) {
        this.truth = truth;
    }

    void validate(Selection selection, List<Segment> segments) {
        Map<ObjectKey, CachedObject> state = new HashMap<>();
        int next = 0;
        for (Segment segment : segments) {
            for (; next < truth.size() && truth.get(next).revision() <= segment.from(); next++) {
                advance(state, truth.get(next));
            }
            assertThat(segment.listed()).isEqualTo(matching(state, selection));
            List<Seen> expected = new ArrayList<>();
            for (; next < truth.size() && truth.get(next).revision() <= segment.reached(); next++) {
                WatchEvent event = selection.see(advance(state, truth.get(next)));
                if (event != null) {
                    expected.add(Seen.of(event));
                }
            }
            assertThat(segment.events()).containsExactlyElementsOf(expected);
        }
        assertThat(next).as("how much of the history the watcher has covered").isEqualTo(truth.size());
    }

    private static WindowEntry advance(Map<ObjectKey, CachedObject> state, Change change) {
        CachedObject object = CachedObject.of(change.object());
        CachedObject previous =
                change.type() == Change.Type.DELETED ? state.remove(object.key()) : state.put(object.key(), object);
        return new WindowEntry(change.type(), object, previous);
    }

    private static Map<ObjectKey, Long> matching(Map<ObjectKey, CachedObject> state, Selection selection) {
        Map<ObjectKey, Long> matching = new TreeMap<>();
        state.values().stream()
                .filter(object ->
                        selection.covers(object.key()) && selection.filter().test(object))
                .forEach(object -> matching.put(object.key(), object.revision()));
        return matching;
    }
}
