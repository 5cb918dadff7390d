package dev.roadstead.backup.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkerTest {
    private static final byte[] SECRET = {1, 2, 3};

    @Test
    void piecesHaveTheirBoundsAndAboutAMegabyte() {
        byte[] content = random(64 << 20, 1);
        List<Integer> lengths = lengths(content, SECRET, 128 << 10);

        assertThat(lengths.subList(0, lengths.size() - 1))
                .allMatch(length -> length >= Chunker.MIN && length <= Chunker.MAX);
        assertThat(lengths.stream().mapToInt(Integer::intValue).sum()).isEqualTo(content.length);
        assertThat(content.length / lengths.size()).isBetween(700 << 10, 1400 << 10);
    }

    @Test
    void whatNeverCutsIsCutAtTheLongestPiece() {
        assertThat(lengths(new byte[20 << 20], SECRET, 1 << 20)).first().isEqualTo(Chunker.MAX);
    }

    @Test
    void howTheBytesComeDoesNotMatter() {
        byte[] content = random(16 << 20, 2);

        assertThat(lengths(content, SECRET, 1000)).isEqualTo(lengths(content, SECRET, 1 << 20));
    }

    @Test
    void whatIsInsertedMovesTheCutsAroundItOnly() {
        byte[] before = random(32 << 20, 3);
        byte[] after = new byte[before.length + 100];
        System.arraycopy(before, 0, after, 0, 10 << 20);
        System.arraycopy(before, 10 << 20, after, (10 << 20) + 100, before.length - (10 << 20));
        var known = new HashSet<>(hashes(before));

        assertThat(hashes(after).stream().filter(hash -> !known.contains(hash)).count())
                .isBetween(1L, 3L);
    }

    @Test
    void anotherSecretCutsElsewhere() {
        byte[] content = random(16 << 20, 4);

        assertThat(lengths(content, SECRET, 1 << 20)).isNotEqualTo(lengths(content, new byte[] {9}, 1 << 20));
    }

    private static List<Integer> hashes(byte[] content) {
        var hashes = new ArrayList<Integer>();
        int from = 0;
        for (int length : lengths(content, SECRET, 1 << 20)) {
            hashes.add(Arrays.hashCode(Arrays.copyOfRange(content, from, from + length)));
            from += length;
        }
        return hashes;
    }

    private static List<Integer> lengths(byte[] content, byte[] secret, int step) {
        var chunker = Chunker.of(secret);
        var lengths = new ArrayList<Integer>();
        byte[] piece = new byte[Chunker.MAX];
        int begin = 0;
        int seen = 0;
        while (begin < content.length) {
            int end = Math.min(Math.min(seen + step, Chunker.MAX), content.length - begin);
            System.arraycopy(content, begin + seen, piece, seen, end - seen);
            int cut = end == seen ? end : chunker.cut(piece, 0, seen, end);
            if (cut > 0) {
                lengths.add(cut);
                begin += cut;
                seen = 0;
            } else {
                seen = end;
            }
        }
        return lengths;
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
