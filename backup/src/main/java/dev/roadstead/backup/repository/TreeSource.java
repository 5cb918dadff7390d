package dev.roadstead.backup.repository;

import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.crypto.SealingKey;
import dev.roadstead.backup.restic.BlobCodec;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.BlobIndex.Location;
import dev.roadstead.backup.restic.BlobType;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.Layout;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Tree blobs, one at a time. They lie close together in their packs, so they are read in pieces of {@value #PIECE} bytes, of
 * which the last {@value #PIECES} are kept. Used by one thread.
 */
final class TreeSource implements AutoCloseable {
    private static final int PIECE = 4 << 20;
    private static final int PIECES = 4;

    private final BlobStore store;
    private final BlobIndex index;
    private final BlobCodec codec;
    private final Map<Piece, byte[]> recent = new LinkedHashMap<>(16, 0.75f, true);

    TreeSource(BlobStore store, SealingKey key, BlobIndex index) {
        this.store = store;
        this.index = index;
        this.codec = new BlobCodec(key);
    }

    /**
     * A tree's JSON.
     *
     * @throws dev.roadstead.backup.RepositoryException DAMAGED
     */
    byte[] load(Id id) {
        Location location = index.find(BlobType.TREE, id).orElseThrow(() -> Damage.in("tree " + id, "is in no pack"));
        String pack = Layout.pack(location.pack());
        int offset = location.entry().offset();
        int number = offset / PIECE;
        int begin = number * PIECE;
        int end = Math.min(begin + PIECE, location.packEnd());
        if (offset + location.entry().length() > end) {
            byte[] bytes = Packs.read(store, pack, offset, location.entry().length());
            return codec.open(location.entry(), bytes, 0, pack);
        }
        byte[] bytes = recent.computeIfAbsent(
                new Piece(location.pack(), number), _ -> Packs.read(store, pack, begin, end - begin));
        if (recent.size() > PIECES) {
            recent.remove(recent.keySet().iterator().next());
        }
        return codec.open(location.entry(), bytes, offset - begin, pack);
    }

    @Override
    public void close() {
        codec.close();
    }

    private record Piece(Id pack, int number) {}
}
