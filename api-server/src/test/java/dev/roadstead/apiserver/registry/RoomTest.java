package dev.roadstead.apiserver.registry;

import static dev.roadstead.apiserver.registry.Room.Level.CALM;
import static dev.roadstead.apiserver.registry.Room.Level.FULL;
import static dev.roadstead.apiserver.registry.Room.Level.NEARLY_FULL;
import static dev.roadstead.apiserver.registry.Room.Need.ORDINARY;
import static dev.roadstead.apiserver.registry.Room.Need.OWN;
import static dev.roadstead.apiserver.registry.Room.Need.SMALL;
import static dev.roadstead.apiserver.registry.Room.Need.VITAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final Room ROOM = new Room(10_000);

    @Test
    void eachNeedReachesItsOwnBoundAndNotAByteBeyond() {
        assertBound(ORDINARY, 10_000);
        assertBound(SMALL, 10_250);
        assertBound(OWN, 10_500);
        assertThat(ROOM.withReserve()).isEqualTo(10_500);
        assertThat(ROOM.admits(1_000_000, 1_000, VITAL)).isTrue();
    }

    private static void assertBound(Room.Need need, long bound) {
        assertThat(ROOM.admits(bound - 300, 300, need)).as("%s fills", need).isTrue();
        assertThat(ROOM.admits(bound - 300, 301, need)).as("%s exceeds", need).isFalse();
        assertThat(ROOM.admits(bound + 1, 1, need)).as("%s beyond", need).isFalse();
    }

    @Test
    void whatDoesNotGrowIsAlwaysLetThrough() {
        for (Room.Need need : Room.Need.values()) {
            assertThat(ROOM.admits(1_000_000, 0, need)).isTrue();
            assertThat(ROOM.admits(1_000_000, -1, need)).isTrue();
        }
    }

    @Test
    void eachCrossingIsToldOnceHoweverItSwings() {
        List<Room.Level> told = new ArrayList<>();
        Room.Level level = CALM;
        for (long held : new long[] {
            7_999, 8_000, 7_900, 8_100, 7_500, 7_499, 7_900, 8_000, 9_899, 9_900, 9_600, 10_100, 9_500, 9_499, 9_700, 0
        }) {
            Room.Level next = ROOM.level(held, level);
            if (next != level) {
                told.add(next);
            }
            level = next;
        }
        assertThat(told).containsExactly(NEARLY_FULL, CALM, NEARLY_FULL, FULL, NEARLY_FULL, CALM);
    }

    @Test
    void aLimitMayBeAsLargeAsANumberCanBe() {
        Room room = new Room(Long.MAX_VALUE);
        assertThat(room.withReserve()).isEqualTo(Long.MAX_VALUE);
        for (Room.Need need : Room.Need.values()) {
            assertThat(room.admits(5_000, 5_000, need)).as("%s", need).isTrue();
            assertThat(ROOM.admits(5_000, Long.MAX_VALUE, need)).as("%s", need).isEqualTo(need == VITAL);
        }
    }

    @Test
    void aLimitOfNothingIsNone() {
        assertThatThrownBy(() -> new Room(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
