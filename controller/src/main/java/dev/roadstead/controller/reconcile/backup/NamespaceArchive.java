package dev.roadstead.controller.reconcile.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A namespace's objects as a tar archive: {@code manifests/<group>/<version>/<Kind>/<name>.json}, the group of core kinds
 * being {@code core}. Each is as somebody would apply it: without status, and of its metadata only name, labels
 * and annotations. The namespace itself is {@code manifests/core/v1/Namespace/<name>.json}.
 *
 * <p>Left out is what follows from the rest, or from time: objects that have a controller, Releases, Containers, Events,
 * Leases, and backups and restores themselves. Secrets are there: a project is nothing without them, and the archive is
 * encrypted; tokens of service accounts are not.
 */
public final class NamespaceArchive {
    private static final Set<String> LEFT_OUT =
            Set.of("Event", "Lease", "Container", "Release", "VolumeBackup", "VolumeRestore", "NamespaceBackup");
    private static final String TOKEN = "kubernetes.io/service-account-token";

    private final Function<String, Optional<JsonNode>> get;

    /** {@code get} answers a path of the API; empty for 404. */
    public NamespaceArchive(Function<String, Optional<JsonNode>> get) {
        this.get = get;
    }

    /** {@code at} is the time that all members carry. */
    byte[] of(String namespace, Instant at) {
        Map<String, byte[]> files = new TreeMap<>();
        get.apply("/api/v1/namespaces/" + namespace)
                .ifPresent(object -> put("core/v1", "Namespace", object, files));
        kinds("/api/v1", "core/v1", namespace, files);
        JsonNode groups = get.apply("/apis").orElseThrow(() -> new IllegalStateException("no /apis"));
        for (JsonNode group : groups.path("groups")) {
            String version = group.path("preferredVersion").path("groupVersion").asText();
            kinds("/apis/" + version, version, namespace, files);
        }
        return tar(files, at);
    }

    private void kinds(String root, String version, String namespace, Map<String, byte[]> into) {
        JsonNode resources = get.apply(root).map(found -> found.path("resources")).orElse(null);
        if (resources == null) {
            return;
        }
        for (JsonNode resource : resources) {
            String name = resource.path("name").asText();
            String kind = resource.path("kind").asText();
            boolean listed = resource.path("verbs").toString().contains("\"list\"");
            if (resource.path("namespaced").asBoolean() && listed && !name.contains("/") && !LEFT_OUT.contains(kind)) {
                get.apply(root + "/namespaces/" + namespace + "/" + name)
                        .ifPresent(list -> list.path("items").forEach(item -> put(version, kind, item, into)));
            }
        }
    }

    private static void put(String version, String kind, JsonNode object, Map<String, byte[]> into) {
        boolean owned = false;
        for (JsonNode owner : object.at("/metadata/ownerReferences")) {
            owned |= owner.path("controller").asBoolean();
        }
        if (owned || object.path("type").asText().equals(TOKEN)) {
            return;
        }
        ObjectNode clean = object.deepCopy();
        clean.remove("status");
        clean.put("apiVersion", version.startsWith("core/") ? version.substring(5) : version);
        clean.put("kind", kind);
        clean.withObject("/metadata").retain("name", "namespace", "labels", "annotations");
        String name = object.at("/metadata/name").asText();
        into.put(
                "manifests/" + version + "/" + kind + "/" + name + ".json",
                clean.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] tar(Map<String, byte[]> files, Instant at) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TarWriter tar = new TarWriter(bytes);
        try {
            for (String directory : directories(files)) {
                tar.begin(member(directory, Member.Type.DIRECTORY, 0755, 0, at));
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                byte[] content = file.getValue();
                tar.begin(member(file.getKey(), Member.Type.FILE, 0600, content.length, at));
                tar.write(content, 0, content.length);
            }
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    /** Each before what is in it; the root is the empty path. */
    private static List<String> directories(Map<String, byte[]> files) {
        Set<String> all = new TreeSet<>(Set.of(""));
        for (String file : files.keySet()) {
            for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
                all.add(file.substring(0, slash));
            }
        }
        return new ArrayList<>(all);
    }

    private static Member member(String path, Member.Type type, int mode, long size, Instant at) {
        return new Member(path, type, mode, 0, 0, at.getEpochSecond(), 0, size, "", new TreeMap<>());
    }
}
