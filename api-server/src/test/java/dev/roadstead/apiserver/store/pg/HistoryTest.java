package dev.roadstead.apiserver.store.pg;

import static dev.roadstead.apiserver.store.TestObjects.creation;
import static dev.roadstead.apiserver.store.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.StoredObject;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The checker of the torture test finds what it is for. */
class HistoryTest {
    private final History history = new History();
    private final Write.Create a = creation(key("a"));
    private final Write.Create b = creation(key("b"));

    @Test
    void anAcknowledgedWriteThatIsNotInTheLogIsFound() {
        history.add(a, System.nanoTime(), new WriteResult.Committed(2));

        assertThatThrownBy(() -> history.check(List.of())).hasMessageContaining("acknowledged and lost");
        assertThatCode(() -> history.check(List.of(added(a, 2)))).doesNotThrowAnyException();
    }

    @Test
    void anOrderThatContradictsTimeIsFound() {
        history.add(a, System.nanoTime(), new WriteResult.Committed(3));
        history.add(b, System.nanoTime(), new WriteResult.Committed(2));

        assertThatThrownBy(() -> history.check(List.of(added(b, 2), added(a, 3))))
                .hasMessageContaining("out of order");
    }

    @Test
    void aRefusalWithoutAReasonIsFound() {
        history.add(a, System.nanoTime(), new WriteResult.AlreadyExists());
        assertThatThrownBy(() -> history.check(List.of())).hasMessageContaining("nothing explains");

        History conflict = new History();
        conflict.add(a, System.nanoTime(), new WriteResult.Committed(2));
        conflict.add(new Write.Update(a.key(), a.uid(), 2, a.body()), System.nanoTime(), new WriteResult.Conflict());
        assertThatThrownBy(() -> conflict.check(List.of(added(a, 2)))).hasMessageContaining("nothing explains");
    }

    @Test
    void twoWritesOfOneRevisionAreFound() {
        long together = System.nanoTime();
        history.add(a, together, new WriteResult.Committed(2));
        history.add(a, together, new WriteResult.Committed(2));

        assertThatThrownBy(() -> history.check(List.of(added(a, 2)))).isInstanceOf(AssertionError.class);
    }

    private static Change added(Write.Create write, long revision) {
        return new Change(Change.Type.ADDED, new StoredObject(write.key(), write.uid(), revision, write.body()));
    }
}
