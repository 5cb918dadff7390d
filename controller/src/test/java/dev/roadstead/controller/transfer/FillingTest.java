package dev.roadstead.controller.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(20)
class FillingTest {
    private static final TarTree TREE =
            TarTree.empty().directory("etc").file("etc/motd", "hello").file("log", "x".repeat(300_000));

    private final Volumes engine = new Volumes();
    private final Filling filling = new Filling(engine, "installation");

    @Test
    void whatIsSentIsInTheVolumeAndMeasuresTheSame() throws Exception {
        Tree sent = filling.fill("v", content(TREE), Progress.NONE);

        assertThat(sent).isEqualTo(TREE.tree());
        assertThat(engine.files("v")).isEqualTo(TREE.files());
        assertThat(filling.measure("v", Progress.NONE)).isEqualTo(TREE.tree());
    }

    static Stream<byte[]> hostileArchives() {
        return Stream.of(
                        TarTree.empty().file("../etc/passwd", "x"),
                        TarTree.empty().file("/etc/passwd", "x"),
                        TarTree.empty().link("way", Member.Type.SYMLINK, "/etc").file("way/passwd", "x"),
                        TarTree.empty().link("out", Member.Type.HARD_LINK, "../../etc/shadow"))
                .map(TarTree::tar);
    }

    @ParameterizedTest
    @MethodSource("hostileArchives")
    void aMemberThatLeavesTheVolumeNeverReachesTheEngine(byte[] archive) {
        assertThatThrownBy(() -> filling.fill("v", content(archive), Progress.NONE))
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED));
        assertThat(engine.received("v")).isLessThan(archive.length - 1024L);
    }

    /** The end of a tar is two empty blocks; whatever else a stream ends with, it is not all of it. */
    @RepeatedTest(20)
    void aTruncatedStreamIsNoWholeArchive(RepetitionInfo run) {
        byte[] all = TREE.tar();
        int length = new Random(run.getCurrentRepetition()).nextInt(all.length - 513);
        assertThatThrownBy(() -> filling.fill("v", content(Arrays.copyOf(all, length)), Progress.NONE))
                .as("seed %d, %d of %d bytes", run.getCurrentRepetition(), length, all.length)
                .isInstanceOf(RepositoryException.class);
    }

    @Test
    void theSendersFailureIsToldAndNotTheBrokenStreamThatTheEngineSaw() {
        assertThatThrownBy(() -> filling.fill(
                        "v",
                        (tar, _) -> {
                            tar.write(TREE.tar(), 0, 100_000);
                            tar.flush();
                            throw new RepositoryException(Kind.DAMAGED, "pack 17 is damaged");
                        },
                        Progress.NONE))
                .isInstanceOf(RepositoryException.class)
                .hasMessage("pack 17 is damaged");
    }

    @Test
    void theEnginesFailureEndsTheSender() throws Exception {
        engine.failAfter(70_000, new HostException(HostException.Kind.ENGINE, "no space left on device", null));
        CountDownLatch ended = new CountDownLatch(1);
        assertThatThrownBy(() -> filling.fill(
                        "v",
                        (tar, _) -> {
                            try {
                                tar.write(TREE.file("more", "y".repeat(5 << 20)).tar());
                                return TREE.tree();
                            } finally {
                                ended.countDown();
                            }
                        },
                        Progress.NONE))
                .isInstanceOf(HostException.class)
                .hasMessage("no space left on device");
        ended.await();
    }

    @Test
    void anInterruptEndsBothSides() throws Exception {
        CountDownLatch sending = new CountDownLatch(1);
        AtomicReference<Throwable> sender = new AtomicReference<>();
        AtomicReference<Throwable> caller = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                filling.fill(
                        "v",
                        (tar, _) -> {
                            tar.write(TREE.tar(), 0, 512);
                            tar.flush();
                            sending.countDown();
                            try {
                                Thread.sleep(Duration.ofMinutes(1));
                            } catch (InterruptedException e) {
                                sender.set(e);
                                throw new IOException("interrupted", e);
                            }
                            return TREE.tree();
                        },
                        Progress.NONE);
            } catch (Exception e) {
                caller.set(e);
            }
        });
        sending.await();
        thread.interrupt();
        thread.join();
        assertThat(caller.get()).isInstanceOf(InterruptedException.class);
        assertThat(sender.get()).isInstanceOf(InterruptedException.class);
    }

    /** A hundred times what a pipe holds, with an engine that is slower than the sender. */
    @Test
    void theSenderWaitsForTheEngine() throws Exception {
        byte[] piece = new byte[64 * 1024];
        AtomicLong ahead = new AtomicLong();
        AtomicLong most = new AtomicLong();
        engine.onRead(count -> ahead.addAndGet(-count));
        TarTree big = TarTree.empty().file("big", "y".repeat(20 << 20));
        byte[] tar = big.tar();
        filling.fill(
                "v",
                (out, _) -> {
                    for (int at = 0; at < tar.length; at += piece.length) {
                        int length = Math.min(piece.length, tar.length - at);
                        out.write(tar, at, length);
                        most.accumulateAndGet(ahead.addAndGet(length), Math::max);
                    }
                    return big.tree();
                },
                Progress.NONE);
        assertThat(most.get()).isLessThan(2 << 20);
    }

    @Test
    void progressCountsWhatIsRead() throws Exception {
        engine.put("source", TREE);
        AtomicLong told = new AtomicLong();
        filling.fill("v", new VolumeContent(engine, "source", "installation"), told::set);
        assertThat(told.get()).isEqualTo(TREE.tree().bytes());
    }

    @Test
    void aStreamIsClosedWhenItsVolumeWasMeasured() throws Exception {
        engine.put("v", TREE);
        Tree _ = filling.measure("v", Progress.NONE);
        Eventually.await("no stream is open", () -> engine.open() == 0);
    }

    private static Content content(TarTree tree) {
        return content(tree.tar());
    }

    private static Content content(byte[] tar) {
        return (out, _) -> {
            out.write(tar);
            return TREE.tree();
        };
    }
}
