package dev.roadstead.backup.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.tar.RandomTree.Entry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Invariant I22: one hostile member, and the whole archive is refused before that member has been passed on. */
class HostileTarTest {
    private static final Entry ROOT = entry("", Member.Type.DIRECTORY, "", 0);

    @Test
    void whatVolumesHaveIsAccepted() {
        accepted(ROOT);
        accepted(
                ROOT,
                directory("a"),
                file("a/file"),
                link("a/link", "a/file"),
                entry("a/pipe", Member.Type.FIFO, "", 0),
                symlink("a/up", "../b"),
                file("a.txt"),
                symlink("b", "a/./file"),
                symlink("c", "nowhere"));
    }

    @Test
    void membersOutsideAreRefused() throws IOException {
        refused("absolute", raw("/etc/passwd", '0', ""));
        refused("\"..\"", raw("../outside", '0', ""));
        refused("\"..\"", raw("./a/../../outside", '0', ""));
        refused("\"..\"", raw("a/..", '5', ""));
        refused("no file system", raw("a//b", '0', ""));
        refused("no file system", raw("./", '5', ""), raw("./a/./b", '0', ""));
        refused("no name", raw("", '0', ""));
    }

    @Test
    void symlinksThatLeaveAreRefused() {
        refused("leave", ROOT, symlink("a", "/etc/passwd"));
        refused("leave", ROOT, symlink("a", "../outside"));
        refused("leave", ROOT, directory("d"), symlink("d/a", "../../outside"));
        // Through another symlink: d -> "." makes d/.. the directory above the volume.
        refused("leave", ROOT, symlink("a", "d/.."));
        refused("to nothing", ROOT, symlink("a", ""));
    }

    @Test
    void membersThroughLinksAndFilesAreRefused() {
        refused("no directory", ROOT, symlink("a", "b"), file("a/passwd"));
        refused("no directory", ROOT, file("a"), file("a/b"));
        refused("its directory", ROOT, symlink("a", "b"), file("b"), file("a/passwd"));
        refused("its directory", ROOT, file("nowhere/file"));
    }

    @Test
    void hardLinksToAnythingButEarlierFilesAreRefused() throws IOException {
        refused("no file before", ROOT, link("a", "b"), file("b"));
        refused("no file before", ROOT, directory("a"), link("b", "a"));
        refused("no file before", ROOT, symlink("a", "b"), link("b", "a"));
        refused("no file before", ROOT, symlink("a", "etc"), link("b", "a/passwd"));
        refused("absolute", raw("./", '5', ""), raw("./a", '1', "/etc/passwd"));
        refused("\"..\"", raw("./", '5', ""), raw("./a", '1', "../outside"));
    }

    @Test
    void membersThatComeTwiceOrOutOfOrderAreRefused() {
        refused("twice", ROOT, file("a"), symlink("a", "b"));
        refused("twice", ROOT, directory("a"), file("a"));
        refused("twice", ROOT, ROOT);
        refused("after", ROOT, file("b"), file("a"));
        refused("its directory", ROOT, directory("a"), directory("b"), file("a/late"));
        refused("comes first", file("a"));
        assertRefused("empty", new byte[1024]);
    }

    @Test
    void devicesSparseAndUnknownMembersAreRefused() throws IOException {
        refused("device", raw("./", '5', ""), raw("./null", '3', ""));
        refused("device", raw("./", '5', ""), raw("./sda", '4', ""));
        refused("sparse", raw("./", '5', ""), raw("./sparse", 'S', ""));
        refused("not known", raw("./", '5', ""), raw("./what", 'V', ""));
        refused("not known", raw("pax_global_header", 'g', ""));
    }

    @Test
    void sparsenessInAnExtendedHeaderIsRefused() throws IOException {
        var out = new ByteArrayOutputStream();
        byte[] records = PaxRecords.format(new TreeMap<>(Map.of("GNU.sparse.realsize", "1099511627776")));
        out.write(raw("./", '5', ""));
        out.write(sized(raw("./x", 'x', ""), records.length));
        out.write(Arrays.copyOf(records, 512));
        out.write(raw("./sparse", '0', ""));
        out.write(new byte[1024]);
        assertRefused("sparse", out.toByteArray());
    }

    @Test
    void sizesThatLieAreRefused() throws IOException {
        refused("too early", raw("./", '5', ""), sized(raw("./bomb", '0', ""), 1L << 30));
        refused("cannot have", sized(raw("./", '5', ""), 512), new byte[512]);
        refused("cannot have", raw("./", '5', ""), sized(raw("./s", '2', "t"), 512), new byte[512]);
        refused("extended header has", sized(raw("./x", 'x', ""), 1L << 30));
    }

    @Test
    void whatStandsBehindTheEndIsRefused() {
        byte[] tar = RandomTree.tar(List.of(ROOT));
        byte[] more = Arrays.copyOf(tar, tar.length + 512);
        assertThatCode(() -> read(more)).doesNotThrowAnyException();
        more[more.length - 1] = 1;
        assertRefused("behind its end", more);
    }

    @RepeatedTest(20)
    void aStreamThatEndsTooEarlyIsRefusedWhereverItEnds() {
        long seed = new Random().nextLong();
        byte[] tar = RandomTree.tar(RandomTree.of(seed, 6));
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            int length = i < 3 ? tar.length - 512 * i - 1 : random.nextInt(tar.length);
            assertRefused("seed " + seed + " cut at " + length, "", Arrays.copyOf(tar, length));
        }
    }

    @RepeatedTest(20)
    void aFlippedHeaderBitIsRefusedOrMakesAnotherTree() throws IOException {
        long seed = new Random().nextLong();
        byte[] tar = RandomTree.tar(RandomTree.of(seed, 4));
        String hash = read(tar).tree().hash();
        var random = new Random(seed);
        for (int i = 0; i < 30; i++) {
            byte[] altered = tar.clone();
            // Behind the checksum's digits, nobody looks.
            int bit = random.nextBoolean() ? random.nextInt(148 * 8) : random.nextInt(156 * 8, 257 * 8);
            altered[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(read(altered).tree().hash())
                        .as("seed " + seed + " bit " + bit)
                        .isNotEqualTo(hash);
            } catch (RepositoryException e) {
                assertThat(e.kind()).isEqualTo(Kind.REFUSED);
            }
        }
    }

    @Test
    void nothingOfTheHostileMemberIsPassedOn() throws IOException {
        byte[] good = RandomTree.tar(List.of(ROOT, file("a")));
        byte[] tar = RandomTree.tar(List.of(ROOT, file("a"), symlink("b", "/etc")));
        var passed = new ByteArrayOutputStream();
        assertThatThrownBy(() -> new CheckedTar(new ByteArrayInputStream(tar)).transferTo(passed))
                .isInstanceOf(RepositoryException.class);
        // The last file's content, but not the blocks that end the good one.
        assertThat(passed.size()).isBetween(2 * 512 + 5, good.length - 1024);
        assertThat(passed.toByteArray()).isEqualTo(Arrays.copyOf(good, passed.size()));
    }

    @Test
    void theTreeIsKnownOnlyBehindTheEnd() {
        var tar = new CheckedTar(new ByteArrayInputStream(RandomTree.tar(List.of(ROOT))));
        assertThatThrownBy(tar::tree).isInstanceOf(IllegalStateException.class);
    }

    private static CheckedTar read(byte[] tar) throws IOException {
        var checked = new CheckedTar(new ByteArrayInputStream(tar));
        assertThat(checked.readAllBytes()).isEqualTo(tar);
        return checked;
    }

    private static void accepted(Entry... entries) {
        assertThatCode(() -> read(RandomTree.tar(List.of(entries)))).doesNotThrowAnyException();
    }

    private static void refused(String why, Entry... entries) {
        assertRefused(why, RandomTree.tar(List.of(entries)));
    }

    private static void refused(String why, byte[]... blocks) throws IOException {
        var out = new ByteArrayOutputStream();
        for (byte[] block : blocks) {
            out.write(block);
        }
        out.write(new byte[1024]);
        assertRefused(why, out.toByteArray());
    }

    private static void assertRefused(String why, byte[] tar) {
        assertRefused(why, why, tar);
    }

    private static void assertRefused(String what, String why, byte[] tar) {
        assertThatThrownBy(() -> read(tar))
                .as(what)
                .isInstanceOfSatisfying(
                        RepositoryException.class, e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
                .hasMessageStartingWith("The archive is refused: ")
                .hasMessageContaining(why);
    }

    private static Entry directory(String path) {
        return entry(path, Member.Type.DIRECTORY, "", 0);
    }

    private static Entry file(String path) {
        return entry(path, Member.Type.FILE, "", 5);
    }

    private static Entry link(String path, String target) {
        return entry(path, Member.Type.HARD_LINK, target, 0);
    }

    private static Entry symlink(String path, String target) {
        return entry(path, Member.Type.SYMLINK, target, 0);
    }

    private static Entry entry(String path, Member.Type type, String target, int size) {
        return new Entry(new Member(path, type, 0755, 0, 0, 1, 0, size, target, new TreeMap<>()), new byte[size]);
    }

    /** A header with any name, type and link. */
    private static byte[] raw(String name, char type, String link) {
        byte[] block = new byte[512];
        put(block, 0, name);
        put(block, 100, "0000755\0" + "0000000\0" + "0000000\0" + "00000000000\0" + "00000000001\0");
        block[156] = (byte) type;
        put(block, 157, link);
        put(block, 257, "ustar\00000");
        return summed(block);
    }

    private static byte[] sized(byte[] header, long size) {
        put(header, 124, String.format("%011o", size));
        return summed(header);
    }

    private static byte[] summed(byte[] block) {
        put(block, 148, "        ");
        int sum = 0;
        for (byte value : block) {
            sum += value & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        return block;
    }

    private static void put(byte[] block, int offset, String text) {
        System.arraycopy(Names.bytes(text), 0, block, offset, text.length());
    }
}
