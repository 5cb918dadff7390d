package dev.roadstead.controller.transfer;

import dev.roadstead.controller.fixture.TarTree;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostVolumes;
import dev.roadstead.controller.plan.EngineVolume;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** An engine's volumes in memory, which unpack as an engine does, count what they are sent, and can be made to fail. */
final class Volumes implements HostVolumes {
    private final Map<String, TarTree> trees = new ConcurrentHashMap<>();
    private final Map<String, Long> received = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private long failAfter = Long.MAX_VALUE;
    private @Nullable RuntimeException failure;
    private LongConsumer onRead = _ -> {};

    void put(String volume, TarTree tree) {
        trees.put(volume, tree);
    }

    TarTree tree(String volume) {
        return trees.getOrDefault(volume, TarTree.empty());
    }

    Map<String, String> files(String volume) {
        return tree(volume).files();
    }

    /** Bytes that a volume was sent since it was last asked for. */
    long received(String volume) {
        Long bytes = received.remove(volume);
        return bytes == null ? 0 : bytes;
    }

    int open() {
        return open.get();
    }

    void failAfter(long bytes, RuntimeException how) {
        failAfter = bytes;
        failure = how;
    }

    void onRead(LongConsumer count) {
        onRead = count;
    }

    @Override
    public List<EngineVolume> volumes(String installation) {
        return List.of();
    }

    @Override
    public Optional<EngineVolume> volume(String name) {
        return Optional.empty();
    }

    @Override
    public Map<String, Long> volumeBytes() {
        return Map.of();
    }

    @Override
    public InputStream readVolume(String name, String installation) {
        TarTree tree = trees.get(name);
        if (tree == null) {
            throw new HostException(HostException.Kind.GONE, "Docker volume " + name + " is not on the engine", null);
        }
        open.incrementAndGet();
        AtomicBoolean closed = new AtomicBoolean();
        return new FilterInputStream(new ByteArrayInputStream(tree.tar())) {
            @Override
            public void close() {
                if (closed.compareAndSet(false, true)) {
                    open.decrementAndGet();
                }
            }
        };
    }

    @Override
    public void fillVolume(String name, String installation, InputStream tar) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        int count;
        while ((count = tar.read(piece)) >= 0) {
            all.write(piece, 0, count);
            onRead.accept(count);
            received.merge(name, (long) count, Long::sum);
            if (failure != null && all.size() > failAfter) {
                throw failure;
            }
        }
        put(name, tree(name).with(TarTree.of(all.toByteArray())));
    }
}
