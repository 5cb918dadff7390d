package dev.roadstead.backup.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore.Blob;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store does. Each test gets an empty one. */
public interface BlobStoreContract {
    /** An empty store, the same one for all calls of a test. */
    BlobStore store();

    @Test
    default void whatWasWrittenIsRead() {
        byte[] content = bytes(1 << 20, 1);
        store().write("data/3f/3f0a", content);

        assertThat(store().read("data/3f/3f0a"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(content));
    }

    @Test
    default void onlyWhatABufferShowsIsWrittenAndItStaysAsItIs() {
        for (int size : new int[] {100, 6 << 20}) {
            byte[] memory = bytes(size + 20, 7);
            ByteBuffer content = ByteBuffer.wrap(memory, 3, size);
            store().write("data/3f/3f0b", content);

            assertThat(store().read("data/3f/3f0b"))
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(Arrays.copyOfRange(memory, 3, 3 + size)));
            assertThat(content).isEqualTo(ByteBuffer.wrap(memory, 3, size));
        }
    }

    @Test
    default void anEmptyObjectIsOne() {
        store().write("locks/1", new byte[0]);

        assertThat(store().read("locks/1"))
                .hasValueSatisfying(read -> assertThat(read).isEmpty());
        assertThat(store().list("locks/")).containsExactly(new Blob("locks/1", 0));
    }

    @Test
    default void aPartIsRead() {
        byte[] content = bytes(70_000, 2);
        store().write("data/part", content);

        assertThat(store().read("data/part", 12_345, 50_000)).isEqualTo(Arrays.copyOfRange(content, 12_345, 62_345));
        assertThat(store().read("data/part", 69_999, 1)).containsExactly(content[69_999]);
    }

    @Test
    default void aPartBeyondTheEndIsDamage() {
        store().write("data/short", bytes(100, 3));

        assertThat(kindOf(() -> store().read("data/short", 50, 51))).isEqualTo(Kind.DAMAGED);
        assertThat(kindOf(() -> store().read("data/short", 200, 10))).isEqualTo(Kind.DAMAGED);
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        assertThat(store().read("config")).isEmpty();
        assertThat(store().read("data/00/none")).isEmpty();
        assertThat(kindOf(() -> store().read("data/00/none", 0, 1))).isEqualTo(Kind.NOT_FOUND);
    }

    @Test
    default void writingAgainReplaces() {
        store().write("config", text("first and longer"));
        store().write("config", text("second"));

        assertThat(store().read("config"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(text("second")));
        assertThat(store().list("config")).containsExactly(new Blob("config", 6));
    }

    @Test
    default void whatWasRemovedIsGoneAndRemovingItAgainIsNoError() {
        store().write("keys/a", text("a"));
        store().delete("keys/a");
        store().delete("keys/a");

        assertThat(store().read("keys/a")).isEmpty();
        assertThat(store().list("keys/")).isEmpty();
    }

    @Test
    default void aListHasWhatBeginsWithThePrefix() {
        store().write("data/00/0001", text("one"));
        store().write("data/00/0002", text("four"));
        store().write("data/ff/ff", text("x"));
        store().write("index/1", text("x"));

        assertThat(store().list("data/"))
                .containsExactlyInAnyOrder(
                        new Blob("data/00/0001", 3), new Blob("data/00/0002", 4), new Blob("data/ff/ff", 1));
        assertThat(store().list("data/00/0002")).containsExactly(new Blob("data/00/0002", 4));
        assertThat(store().list("")).hasSize(4);
        assertThat(store().list("snapshots/")).isEmpty();
    }

    @Test
    default void aListOfMoreThanAThousandIsComplete() throws Exception {
        atOnce(1_050, i -> store().write("index/" + i, new byte[] {1}));

        assertThat(store().list("index/")).hasSize(1_050);
    }

    @Test
    default void manyWritersAtOnceDoNotDisturbEachOther() throws Exception {
        atOnce(32, i -> store().write("data/" + i % 4 + "/" + i, bytes(100_000 + i, i)));

        for (int i = 0; i < 32; i++) {
            byte[] content = bytes(100_000 + i, i);
            assertThat(store().read("data/" + i % 4 + "/" + i))
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(content));
        }
    }

    private static void atOnce(int count, IntConsumer work) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, count)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        work.accept(i);
                        return null;
                    })
                    .toList();
            for (var done : threads.invokeAll(all)) {
                done.get();
            }
        }
    }

    @Test
    default void descriptionsNameThePlace() {
        assertThat(store().describe()).isNotBlank();
    }

    private static Kind kindOf(Callable<?> call) {
        var kind = new Kind[1];
        assertThatThrownBy(call::call).isInstanceOfSatisfying(RepositoryException.class, e -> kind[0] = e.kind());
        return kind[0];
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
