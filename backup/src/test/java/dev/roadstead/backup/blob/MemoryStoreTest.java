package dev.roadstead.backup.blob;

/** What other tests rely on behaves like the real ones. */
class MemoryStoreTest implements BlobStoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    public BlobStore store() {
        return store;
    }
}
