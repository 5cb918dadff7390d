package dev.roadstead.controller.app;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The name of a server among others. It is kept in a file beside the kubeconfig and locked there: so a server that is
 * started again is known to be the former one, and need not wait until that one's claim has run out.
 */
final class ServerName implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServerName.class);

    private final String name;
    private final @Nullable FileChannel lock;

    private ServerName(String name, @Nullable FileChannel lock) {
        this.name = name;
        this.lock = lock;
    }

    /** The name beside a kubeconfig; one for this time only if somebody else has that, or nothing can be written there. */
    static ServerName beside(Path kubeconfig) {
        Path home = kubeconfig.toAbsolutePath();
        FileChannel file = null;
        try {
            file = FileChannel.open(
                    home.resolveSibling("server-name"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (file.tryLock() != null) {
                return new ServerName(readOrWrite(file), file);
            }
        } catch (IOException e) {
            log.debug("no lasting name for this server", e);
        } catch (OverlappingFileLockException e) {
            log.debug("another server of this process has the name beside {}", home);
        }
        close(file);
        return new ServerName(random(), null);
    }

    String get() {
        return name;
    }

    private static String readOrWrite(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(256);
        file.read(bytes, 0);
        String known = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII).strip();
        if (known.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            return known;
        }
        String made = random();
        file.truncate(0);
        file.write(ByteBuffer.wrap((made + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
        file.force(true);
        return made;
    }

    /** The host's name, for people, and something that no other has. */
    private static String random() {
        String random = UUID.randomUUID().toString().substring(0, 8);
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            host = "";
        }
        String safe =
                host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+", "");
        return "server-" + safe.substring(0, Math.min(40, safe.length())) + (safe.isEmpty() ? "" : "-") + random;
    }

    private static void close(@Nullable FileChannel file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            log.debug("server-name", e);
        }
    }

    /** Lets another server have the name. */
    @Override
    public void close() {
        close(lock);
    }
}
