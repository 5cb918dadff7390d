package dev.roadstead.backup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.backup.chunk.Chunker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final int PIECE = 3 << 20;

    private final Contents contents = new Contents();

    /** Where a piece was, and what it was of. */
    @SuppressWarnings("ArrayRecordComponent") // looked at, never compared
    private record Taken(byte[] bytes, int begin, byte value, Runnable read) {}

    @Test
    void piecesStayAsTheyAreUntilTheyAreGivenBack() throws Exception {
        List<Taken> taken = new ArrayList<>();
        for (byte value = 1; value <= 20; value++) {
            taken.add(piece(value));
            if (taken.size() == 3) {
                Taken first = taken.removeFirst();
                assertAll(first.value, first.bytes, first.begin, PIECE);
                first.read.run();
            }
        }
    }

    @Test
    void readingWaitsWhileAllIsInUse() throws Exception {
        List<Taken> taken = new ArrayList<>();
        for (byte value = 1; value <= 6; value++) {
            taken.add(piece(value));
        }
        var seventh = CompletableFuture.supplyAsync(() -> piece((byte) 7));

        assertThat(seventh).isNotDone();
        taken.get(0).read.run();
        assertThat(seventh).isNotDone();
        taken.get(1).read.run();
        assertThat(seventh.get(10, TimeUnit.SECONDS).bytes).isSameAs(taken.get(0).bytes);
        assertThat(taken.get(2).bytes[taken.get(2).begin]).isEqualTo((byte) 3);
    }

    @Test
    void thePieceThatIsCutOffAtTheEndOfAnArrayGoesOnInTheNext() throws Exception {
        piece((byte) 1);
        piece((byte) 2);
        read((byte) 3, Chunker.MAX - 2 * PIECE);
        byte[] first = contents.bytes();
        read((byte) 3, 100);

        assertThat(contents.bytes()).isNotSameAs(first);
        assertThat(contents.length()).isEqualTo(Chunker.MAX - 2 * PIECE + 100);
        assertAll((byte) 3, contents.bytes(), contents.begin(), contents.length());
    }

    private static void assertAll(byte value, byte[] bytes, int begin, int length) {
        byte[] expected = new byte[length];
        Arrays.fill(expected, value);
        assertThat(Arrays.mismatch(bytes, begin, begin + length, expected, 0, length))
                .isEqualTo(-1);
    }

    private Taken piece(byte value) {
        read(value, PIECE);
        byte[] bytes = contents.bytes();
        int begin = contents.begin();
        return new Taken(bytes, begin, value, contents.take(PIECE));
    }

    private void read(byte value, int length) {
        int end = contents.length() + length;
        try {
            while (contents.length() < end) {
                contents.read(
                        (buffer, offset, most) -> {
                            Arrays.fill(buffer, offset, offset + most, value);
                            return most;
                        },
                        end - contents.length());
            }
        } catch (IOException e) {
            throw new IllegalStateException("nothing is read from a file", e);
        }
    }
}
