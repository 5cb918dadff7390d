package dev.roadstead.cli.state;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes the state of a running server. Kinds are read one after the other while the server works on: what changes
 * meanwhile is in it as it was when its kind was read, which is what a controller sees at any time too.
 */
public final class StateArchive {
    private static final int FILE_MODE = 0100600;
    private static final int DIRECTORY_MODE = 040700;

    private final ApiClient api;
    private final Path dataDir;
    private final Instant now;
    private final JsonMapper mapper = new JsonMapper();
    private final Set<String> directories = new HashSet<>();

    /** {@code dataDir} is the server's folder, on this machine. */
    public StateArchive(ApiClient api, Path dataDir, Instant now) {
        this.api = api;
        this.dataDir = dataDir;
        this.now = now;
    }

    /** The id of the installation whose state it is. */
    public String installation() {
        return api.getRaw("/api/v1/namespaces/roadstead-system")
                .map(namespace -> namespace.at("/metadata/uid").asText())
                .orElseThrow(() -> new ApiCallException(
                        404, "NotFound", "there is no namespace roadstead-system: its server never ran", null));
    }

    /** Writes all of it; the stream is left open. */
    public void writeTo(OutputStream out) throws IOException {
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        directories.clear();
        addDirectory(tar, "");
        ObjectNode about = mapper.createObjectNode();
        about.put("format", Layout.FORMAT).put("installation", installation()).put("at", now.toString());
        add(tar, Layout.ABOUT, mapper.writeValueAsBytes(about));
        ApiObjects objects = new ApiObjects(api);
        for (ApiObjects.Kind kind : objects.kinds()) {
            objects.each(kind, object -> add(tar, name(kind, object), mapper.writeValueAsBytes(object)));
        }
        for (String folder : Layout.KEPT_FOLDERS) {
            for (Path file : files(dataDir.resolve(folder))) {
                add(tar, Layout.FILES + dataDir.relativize(file), Files.readAllBytes(file));
            }
        }
        tar.finish();
        tar.flush();
    }

    private static String name(ApiObjects.Kind kind, ObjectNode object) {
        String namespace = object.at("/metadata/namespace").asText();
        return Layout.OBJECTS + kind.resource() + "/" + (namespace.isEmpty() ? Layout.CLUSTER : namespace) + "/"
                + object.at("/metadata/name").asText() + ".json";
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void add(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            addDirectory(tar, name.substring(0, slash + 1));
        }
        TarArchiveEntry entry = entry(name, FILE_MODE);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void addDirectory(TarArchiveOutputStream tar, String name) throws IOException {
        if (directories.add(name)) {
            tar.putArchiveEntry(entry(name, DIRECTORY_MODE));
            tar.closeArchiveEntry();
        }
    }

    /** Relative to the root, as engines give volumes. */
    private TarArchiveEntry entry(String name, int mode) {
        TarArchiveEntry entry = new TarArchiveEntry("./" + name);
        entry.setMode(mode);
        entry.setModTime(now.toEpochMilli());
        return entry;
    }
}
