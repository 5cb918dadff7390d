package dev.roadstead.backup.repository;

import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.BlobCodec;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.BlobIndex.Location;
import dev.roadstead.backup.restic.BlobType;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Entry;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.Layout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Contents of data blobs, many at a time: neighbours in a pack are read in one go. Its threads end when it is closed. */
final class DataSource implements AutoCloseable {
    /** A gap that is cheaper to read than another request. */
    private static final int GAP = 64 << 10;

    private static final int RANGE = 16 << 20;

    private final BlobStore store;
    private final SealingKey key;
    private final BlobIndex index;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("backup-fetch-", 0).factory());

    DataSource(BlobStore store, SealingKey key, BlobIndex index) {
        this.store = store;
        this.key = key;
        this.index = index;
    }

    /**
     * Where a blob is.
     *
     * @throws dev.roadstead.backup.RepositoryException DAMAGED when it is nowhere
     */
    Location locate(Id id) {
        return index.find(BlobType.DATA, id).orElseThrow(() -> Damage.in("blob " + id, "is in no pack"));
    }

    /** Begins to read blobs; the result has their contents in the same order, each of which is what its id says. */
    Future<byte[][]> fetch(List<Location> blobs) {
        return threads.submit(() -> read(blobs));
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private byte[][] read(List<Location> blobs) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < blobs.size(); i++) {
            order.add(i);
        }
        order.sort(
                Comparator.<Integer, String>comparing(i -> blobs.get(i).pack().toString())
                        .thenComparingInt(i -> blobs.get(i).entry().offset()));
        byte[][] contents = new byte[blobs.size()][];
        try (var codec = new BlobCodec(key)) {
            for (int from = 0; from < order.size(); ) {
                int to = from + 1;
                while (to < order.size() && isNear(blobs.get(order.get(from)), blobs, order, to)) {
                    to++;
                }
                readRange(blobs, order.subList(from, to), codec, contents);
                from = to;
            }
        }
        return contents;
    }

    private static boolean isNear(Location first, List<Location> blobs, List<Integer> order, int next) {
        Location before = blobs.get(order.get(next - 1));
        Location after = blobs.get(order.get(next));
        return after.pack().equals(first.pack())
                && after.entry().offset() - end(before.entry()) <= GAP
                && end(after.entry()) - first.entry().offset() <= RANGE;
    }

    private void readRange(List<Location> blobs, List<Integer> range, BlobCodec codec, byte[][] contents) {
        Location first = blobs.get(range.getFirst());
        String pack = Layout.pack(first.pack());
        int begin = first.entry().offset();
        int end = end(blobs.get(range.getLast()).entry());
        byte[] bytes = Packs.read(store, pack, begin, end - begin);
        for (int number : range) {
            Entry entry = blobs.get(number).entry();
            contents[number] = codec.open(entry, bytes, entry.offset() - begin, pack);
        }
    }

    private static int end(Entry entry) {
        return entry.offset() + entry.length();
    }
}
