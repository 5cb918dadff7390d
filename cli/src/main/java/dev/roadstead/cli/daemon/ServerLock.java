package dev.roadstead.cli.daemon;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The right to be the one server of a data folder, from {@link #acquire} to {@link #close} or the process's end. */
public final class ServerLock implements AutoCloseable {
    private static final int ATTEMPTS = 5;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    private final DataDir dataDir;
    private final FileChannel channel;
    private final ServerState state;

    private ServerLock(DataDir dataDir, FileChannel channel, ServerState state) {
        this.dataDir = dataDir;
        this.channel = channel;
        this.state = state;
    }

    /**
     * Takes the lock and leaves word of this process in the folder.
     *
     * @param version of this program
     * @throws CliException if another process has it
     */
    public static ServerLock acquire(DataDir dataDir, String version) {
        try {
            FileChannel channel = FileChannel.open(dataDir.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw inUse(dataDir);
            }
            ServerState state = ServerState.ofThisProcess(version);
            state.write(dataDir.state());
            return new ServerLock(dataDir, channel, state);
        } catch (IOException e) {
            throw CliException.io("lock " + dataDir.lock(), e, "choose another folder with --data-dir");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    /** Tries for a moment: {@link #isHeld} takes the lock for an instant. */
    private static boolean locked(FileChannel channel) throws IOException, InterruptedException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            if (channel.tryLock() != null) {
                return true;
            }
            Thread.sleep(BETWEEN_ATTEMPTS);
        }
        return false;
    }

    /** Whether a server has the folder; a killed one has not, even while its parent has not yet asked for its end. */
    static boolean isHeld(DataDir dataDir) {
        try (FileChannel channel = FileChannel.open(dataDir.lock(), StandardOpenOption.READ)) {
            return channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            throw CliException.io("look at " + dataDir.lock(), e, "is this the data folder? Choose with --data-dir");
        }
    }

    private static CliException inUse(DataDir dataDir) {
        String by = ServerState.read(dataDir.state())
                .map(state -> "process " + state.pid())
                .orElse("another process");
        return new CliException("the data folder " + dataDir.root() + " is in use by " + by + "; stop it with "
                + Invocation.of("down") + ", or choose another folder with --data-dir");
    }

    /** Tells whoever waits for it that the server answers at this URL. */
    public void publishReady(URI url) {
        state.ready(url).write(dataDir.state());
    }

    @Override
    public void close() {
        try (channel) {
            Files.deleteIfExists(dataDir.state());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release " + dataDir.lock(), e);
        }
    }
}
