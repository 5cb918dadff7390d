package dev.roadstead.cli.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.StateImport;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Makes a data folder of an archive. */
public final class StateRestore {
    /** The store commits together whatever waits at the same time. */
    private static final int WRITERS = 32;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> SECRET =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path dataDir;
    private final PastState past;
    private final JsonMapper mapper = new JsonMapper();

    /** {@code dataDir} has no database yet. */
    public StateRestore(Path dataDir, Instant now) {
        this.dataDir = dataDir;
        this.past = new PastState(now);
    }

    /**
     * Reads the whole archive into the folder.
     *
     * @return how many objects there were
     */
    public int readFrom(InputStream in) throws IOException, InterruptedException {
        ThreadFactory virtual = Thread.ofVirtual().factory();
        try (StateImport into = StateImport.into(dataDir);
                ExecutorService writers = Executors.newFixedThreadPool(WRITERS, virtual)) {
            TarArchiveInputStream tar = new TarArchiveInputStream(in, StandardCharsets.UTF_8.name());
            List<Future<?>> writes = new ArrayList<>();
            boolean known = false;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (!entry.isFile()) {
                    continue;
                }
                String name = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                byte[] content = tar.readAllBytes();
                if (name.equals(Layout.ABOUT)) {
                    requireKnown(content);
                    known = true;
                } else if (name.startsWith(Layout.OBJECTS)) {
                    writes.add(writers.submit(() -> put(into, name, content)));
                } else if (name.startsWith(Layout.FILES)) {
                    write(name.substring(Layout.FILES.length()), content);
                }
            }
            await(writes);
            if (!known) {
                throw new CliException(
                        "this backup is not of a server; " + Invocation.of("backup list") + " shows the kinds");
            }
            return writes.size();
        }
    }

    private void requireKnown(byte[] content) throws IOException {
        JsonNode about = mapper.readTree(content);
        if (about.path("format").asInt() != Layout.FORMAT) {
            throw new CliException("this backup has format "
                    + about.path("format").asText() + ", and this program knows " + Layout.FORMAT
                    + " only; restore it with the version of Roadstead that made it, or a newer one");
        }
    }

    private void put(StateImport into, String name, byte[] content) {
        String resource = name.substring(Layout.OBJECTS.length(), name.indexOf('/', Layout.OBJECTS.length()));
        try {
            ObjectNode object = (ObjectNode) mapper.readTree(content);
            past.settle(resource, object);
            into.put(resource, object);
        } catch (IOException | ClassCastException | DateTimeParseException e) {
            throw new CliException("the backup's " + name + " is no object", e);
        }
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = dataDir.resolve(name).normalize();
        Path parent = file.getParent();
        if (!file.startsWith(dataDir) || parent == null) {
            throw new CliException("the backup has a file that leaves the data folder: " + name);
        }
        Files.createDirectories(parent, OWNER_ONLY);
        Files.createFile(file, SECRET);
        Files.write(file, content);
    }

    private static void await(List<Future<?>> writes) throws InterruptedException {
        for (Future<?> write : writes) {
            try {
                write.get();
            } catch (ExecutionException e) {
                throw e.getCause() instanceof CliException known
                        ? known
                        : new CliException("an object cannot be stored: " + e.getCause(), e);
            }
        }
    }
}
