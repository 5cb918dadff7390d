package dev.roadstead.backup.blob;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Objects in memory, which tests may look at and alter. */
public final class MemoryStore implements BlobStore {
    private final Map<String, byte[]> objects = new ConcurrentSkipListMap<>();

    /** What is stored, live. */
    public Map<String, byte[]> objects() {
        return objects;
    }

    @Override
    public void write(String name, ByteBuffer content) {
        byte[] own = new byte[content.remaining()];
        content.get(content.position(), own);
        objects.put(name, own);
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(objects.get(name)).map(byte[]::clone);
    }

    @Override
    public byte[] read(String name, long offset, int length) {
        byte[] content = objects.get(name);
        if (content == null) {
            throw new RepositoryException(Kind.NOT_FOUND, "There is no " + name + ".");
        }
        if (offset + length > content.length) {
            throw new RepositoryException(Kind.DAMAGED, name + " is too short.");
        }
        return Arrays.copyOfRange(content, (int) offset, (int) offset + length);
    }

    @Override
    public List<Blob> list(String prefix) {
        return objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .map(object -> new Blob(object.getKey(), object.getValue().length))
                .toList();
    }

    @Override
    public void delete(String name) {
        objects.remove(name);
    }

    @Override
    public String describe() {
        return "memory";
    }

    @Override
    public void close() {}
}
