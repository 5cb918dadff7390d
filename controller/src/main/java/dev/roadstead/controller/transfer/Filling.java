package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.tar.CheckedTar;
import dev.roadstead.controller.host.HostVolumes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Fills a Docker volume with a stream that another thread writes, and reads volumes back. No member reaches the engine
 * before it was checked (invariant I22); whoever fails first ends the other, and his failure is the one that is told.
 */
public final class Filling {
    private static final int BLOCK_BYTES = 64 * 1024;

    private final HostVolumes engine;
    private final String installation;

    /** {@code engine} has the volumes. */
    public Filling(HostVolumes engine, String installation) {
        this.engine = engine;
        this.installation = installation;
    }

    /**
     * Returns when the engine has unpacked everything. What it throws is what went wrong first; the volume may be half
     * full then.
     *
     * @param progress is told how many bytes of the content were written
     * @return what the volume is to have now, as the content says
     * @throws dev.roadstead.backup.RepositoryException what the content threw, or REFUSED for a member that leaves the volume
     * @throws dev.roadstead.controller.host.HostException what the engine said
     * @throws IOException when a stream broke
     * @throws InterruptedException when the thread was interrupted; nothing goes on then
     */
    public Tree fill(String dockerVolume, Content content, Progress progress) throws IOException, InterruptedException {
        Pipe pipe = new Pipe();
        AtomicReference<@Nullable Tree> written = new AtomicReference<>();
        Thread sender = Thread.ofVirtual().name("sender " + dockerVolume).start(() -> {
            try (OutputStream tar = new BufferedOutputStream(pipe.sink(), BLOCK_BYTES)) {
                written.set(content.writeTo(tar, progress));
                tar.flush();
                pipe.complete();
            } catch (Throwable e) {
                pipe.fail(e);
            }
        });
        try (CheckedTar checked = new CheckedTar(pipe.source())) {
            engine.fillVolume(dockerVolume, installation, checked);
            // Engines stop reading at the archive's end, which may be before the stream's.
            checked.transferTo(OutputStream.nullOutputStream());
            return Objects.requireNonNull(written.get());
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled");
            }
            Throwable first = pipe.broken();
            throw rethrown(first == null ? e : first);
        } finally {
            sender.interrupt();
            sender.join();
        }
    }

    private static IOException rethrown(Throwable first) {
        return switch (first) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException(first.getMessage(), first);
        };
    }

    /**
     * What is in a volume.
     *
     * @throws IOException when the stream broke
     */
    public Tree measure(String dockerVolume, Progress progress) throws IOException {
        try (InputStream raw = engine.readVolume(dockerVolume, installation);
                CheckedTar checked = new CheckedTar(raw)) {
            byte[] buffer = new byte[BLOCK_BYTES];
            long bytes = 0;
            int count;
            while ((count = checked.read(buffer)) >= 0) {
                bytes += count;
                progress.at(bytes);
            }
            return checked.tree();
        }
    }
}
