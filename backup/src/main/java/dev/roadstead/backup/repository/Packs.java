package dev.roadstead.backup.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.blob.BlobStore;
import dev.roadstead.backup.restic.Damage;

/** Reading packs, where a missing one is damage. */
final class Packs {
    private Packs() {}

    static byte[] read(BlobStore store, String pack, long offset, int length) {
        try {
            return store.read(pack, offset, length);
        } catch (RepositoryException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                throw Damage.in(pack, "is missing", e);
            }
            throw e;
        }
    }
}
