package dev.roadstead.backup.restic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.Names;
import dev.roadstead.backup.tar.RandomTree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The values of restic's format, written and read. */
class FormatTest {
    @Test
    void namesAreTheInsideOfGosStrings() {
        assertThat(GoQuote.quote("plain.txt")).isEqualTo("plain.txt");
        assertThat(GoQuote.quote(Names.ofText("späte Zeile"))).isEqualTo("späte Zeile");
        assertThat(GoQuote.quote("a\"b\\c\nd\u0001")).isEqualTo("a\\\"b\\\\c\\nd\\x01");
        assertThat(GoQuote.quote("\u00ff" + Names.ofText("é") + "\u00c3")).isEqualTo("\\xffé\\xc3");
        assertThat(GoQuote.unquote("\\a\\x41\\101\\u00e9\\U0001f600")).isEqualTo("\u0007AA" + Names.ofText("é😀"));
        for (String broken : List.of("\\", "\\x4", "\\q", "\\u12")) {
            assertThatThrownBy(() -> GoQuote.unquote(broken)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @RepeatedTest(50)
    void anyNameComesBack() {
        long seed = new Random().nextLong();
        byte[] bytes = new byte[1 + new Random(seed).nextInt(40)];
        new Random(seed).nextBytes(bytes);
        String name = Names.ofBytes(bytes);

        assertThat(GoQuote.unquote(GoQuote.quote(name))).as("seed " + seed).isEqualTo(name);
    }

    @RepeatedTest(10)
    void anyNodeComesBack() {
        long seed = new Random().nextLong();
        for (var entry : RandomTree.of(seed, 12)) {
            Member member = entry.member();
            if (member.type() == Member.Type.HARD_LINK) {
                continue;
            }
            var content = new IdList();
            content.add(Id.hash(entry.content()));
            boolean file = member.type() == Member.Type.FILE;
            var node = new Node(member, 7, 2, file ? content : new IdList(), file ? null : Id.hash(new byte[] {1}));
            var json = new ByteArrayOutputStream();
            json.writeBytes(NodeJson.BEGIN.getBytes(StandardCharsets.UTF_8));
            NodeJson.write(node, json);
            json.writeBytes(NodeJson.END.getBytes(StandardCharsets.UTF_8));
            var read = new ArrayList<Node>();
            NodeJson.read("tree", json.toByteArray(), read::add);

            assertThat(read).as("seed " + seed).singleElement().satisfies(found -> {
                assertThat(found.member()).isEqualTo(member);
                assertThat(found.subtree()).isEqualTo(node.subtree());
                assertThat(found.content().bytes()).isEqualTo(node.content().bytes());
                assertThat(found.links()).isEqualTo(2);
            });
        }
    }

    @Test
    void devicesOfResticsArchivesAreRefused() {
        byte[] tree = "{\"nodes\":[{\"name\":\"sda\",\"type\":\"dev\",\"mode\":1,\"mtime\":\"2026-01-01T00:00:00Z\"}]}"
                .getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> NodeJson.read("tree", tree, _ -> {}))
                .isInstanceOfSatisfying(
                        RepositoryException.class,
                        e -> assertThat(e.kind()).isEqualTo(RepositoryException.Kind.REFUSED));
    }

    @Test
    void polynomialsAreIrreducible() {
        // restic's own test polynomial, and products of two.
        assertThat(Polynomials.isIrreducible(0x3DA3358B4DC173L)).isTrue();
        assertThat(Polynomials.isIrreducible(0b111)).isTrue();
        assertThat(Polynomials.isIrreducible(0b101)).isFalse();
        assertThat(Polynomials.isIrreducible(0x3DA3358B4DC172L)).isFalse();
        assertThat(63 - Long.numberOfLeadingZeros(Polynomials.randomIrreducible()))
                .isEqualTo(Polynomials.DEGREE);
    }

    @Test
    void anIndexFindsWhatAMapFinds() {
        var random = new Random(1);
        var index = new BlobIndex();
        var model = new TreeMap<String, Entry>();
        for (int pack = 0; pack < 60; pack++) {
            var entries = new ArrayList<Entry>();
            for (int i = 0; i < 200; i++) {
                Id id = Id.hash(new byte[] {(byte) random.nextInt(100), (byte) random.nextInt(100)});
                BlobType type = random.nextBoolean() ? BlobType.DATA : BlobType.TREE;
                var entry = new Entry(id, type, i * 100, 1 + random.nextInt(100), random.nextInt(3) * 50);
                entries.add(entry);
                model.putIfAbsent(type + " " + id, entry);
            }
            index.add(new IndexFile.PackEntries(Id.hash(new byte[] {(byte) pack}), entries));
        }

        assertThat(index.size()).isEqualTo(model.size());
        model.forEach((name, entry) -> assertThat(index.find(entry.type(), entry.id()))
                .hasValueSatisfying(found -> assertThat(found.entry()).isEqualTo(entry)));
        assertThat(index.find(BlobType.DATA, Id.hash(new byte[0]))).isEmpty();
        assertThat(index.mark(BlobType.DATA, Id.hash(new byte[0]))).isFalse();
        model.values().forEach(entry -> {
            assertThat(index.mark(entry.type(), entry.id())).isTrue();
            assertThat(index.mark(entry.type(), entry.id())).isFalse();
        });
        long marked = java.util.Arrays.stream(index.markedBytes()).sum();
        assertThat(marked)
                .isEqualTo(model.values().stream().mapToLong(Entry::length).sum());
    }
}
