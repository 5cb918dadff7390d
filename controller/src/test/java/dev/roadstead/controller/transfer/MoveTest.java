package dev.roadstead.controller.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.controller.fixture.TarTree;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MoveTest {
    private static final TarTree BEFORE = TarTree.empty()
            .directory("db")
            .file("db/large", "z".repeat(100_000))
            .file("db/small", "one")
            .file("log", "started");

    private final Volumes source = new Volumes();
    private final Volumes target = new Volumes();
    private final AtomicInteger fresh = new AtomicInteger();
    private final Move move = new Move(
            new VolumeContent(source, "old", "installation"),
            new Filling(target, "installation"),
            volume -> {
                target.put(volume, TarTree.empty());
                fresh.incrementAndGet();
            },
            new Silent());

    @Test
    void onlyWhatChangedIsSentWhileContainersStandStill() throws Exception {
        TarTree after = BEFORE.file("db/small", "two").file("new", "file");
        arrive(after, ahead());

        assertThat(target.received("new")).isLessThan(20_000);
        assertThat(fresh).hasValue(1);
    }

    @Test
    void nothingIsSentWhenNothingChanged() throws Exception {
        arrive(BEFORE, ahead());

        assertThat(target.received("new")).isZero();
    }

    @Test
    void whatWentAwayDoesNotStayOnTheTarget() throws Exception {
        arrive(BEFORE.without("log"), ahead());

        assertThat(target.files("new")).doesNotContainKey("log");
        assertThat(fresh).hasValue(2);
    }

    @Test
    void treesWithHardLinksAreCopiedWhole() throws Exception {
        TarTree linked = BEFORE.link("same", Member.Type.HARD_LINK, "log");
        source.put("old", linked);
        MemberTable ahead = move.ahead("new");
        arrive(linked.file("log", "stopped"), ahead);

        assertThat(fresh).hasValue(2);
    }

    /** Only a tampered table could say so; the comparison does not rely on it. */
    @Test
    void whatDiffersAfterAllIsCopiedWhole() throws Exception {
        MemberTable ahead = ahead();
        target.put("new", BEFORE.file("log", "something else"));
        arrive(BEFORE, ahead);

        assertThat(fresh).hasValue(2);
    }

    @Test
    void aTargetThatDoesNotComeToHaveTheSameIsNoSuccess() {
        source.put("old", BEFORE);
        Move onto = new Move(
                new VolumeContent(source, "old", "installation"),
                new Filling(target, "installation"),
                volume -> target.put(volume, TarTree.empty().file("left", "over")),
                new Silent());
        assertThatThrownBy(() -> onto.rest("new", null))
                .isInstanceOf(DifferentTreeException.class)
                .hasMessageContaining("What arrived is not what was sent");
    }

    /** Whatever happens to a tree between the two copies, the target has it in the end. */
    @RepeatedTest(60)
    void theTargetHasWhatTheSourceHas(RepetitionInfo run) throws Exception {
        Random random = new Random(run.getCurrentRepetition());
        TarTree before = randomTree(random, TarTree.empty());
        source.put("old", before);
        MemberTable ahead = move.ahead("new");
        TarTree after = before;
        for (String path : List.copyOf(before.paths())) {
            after = random.nextInt(6) == 0 && before.files().containsKey(path) ? after.without(path) : after;
        }
        TarTree changed = random.nextBoolean() ? randomTree(random, after) : after;
        source.put("old", changed);

        Tree moved = move.rest("new", ahead);

        assertThat(moved.hash())
                .as("seed %d", run.getCurrentRepetition())
                .isEqualTo(changed.tree().hash());
        assertThat(target.tree("new").tree()).isEqualTo(changed.tree());
    }

    private static TarTree randomTree(Random random, TarTree from) {
        TarTree tree = from.directory("d");
        for (int i = random.nextInt(8); i > 0; i--) {
            String path = (random.nextBoolean() ? "d/" : "") + "f" + random.nextInt(5);
            tree = tree.file(path, "c" + random.nextInt(3), random.nextInt(3));
        }
        return tree;
    }

    private MemberTable ahead() throws Exception {
        source.put("old", BEFORE);
        MemberTable ahead = move.ahead("new");
        assertThat(target.received("new")).isPositive();
        return ahead;
    }

    private void arrive(TarTree wanted, MemberTable ahead) throws Exception {
        source.put("old", wanted);
        Tree moved = move.rest("new", ahead);
        assertThat(moved).isEqualTo(wanted.tree());
        assertThat(target.tree("new").tree()).isEqualTo(wanted.tree());
    }

    private static final class Silent implements Steps {
        @Override
        public Progress verifying() {
            return Progress.NONE;
        }

        @Override
        public Progress filling() {
            return Progress.NONE;
        }

        @Override
        public Progress comparing() {
            return Progress.NONE;
        }
    }
}
