package dev.roadstead.cli.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.volumes.VolumeManifests;
import dev.roadstead.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** Running containers as manifests: an Application each, or one for the containers of a Compose service. */
public final class ImportedManifests {
    private static final String PROJECT = "com.docker.compose.project";
    private static final String SERVICE = "com.docker.compose.service";
    private static final int LONGEST_NAME = 40;

    private final String node;
    private final Mode mode;

    private ImportedManifests(String node, Mode mode) {
        this.node = node;
        this.mode = mode;
    }

    private record Name(String namespace, String name) implements Comparable<Name> {
        @Override
        public int compareTo(Name other) {
            return (namespace + "/" + name).compareTo(other.namespace + "/" + other.name);
        }
    }

    /**
     * YAML for kubectl apply: first the namespaces, one for each Compose project, then the Applications by name.
     *
     * @param containers as engines describe them, with {@code ImageInspect}
     * @param node where they run, for their placement; empty when any node will do
     * @param namespace of what belongs to no Compose project
     */
    public static String of(List<JsonNode> containers, String node, String namespace, Mode mode) {
        return new ImportedManifests(node, mode).of(containers, namespace);
    }

    private String of(List<JsonNode> containers, String namespace) {
        Map<Name, List<JsonNode>> applications = new TreeMap<>();
        containers.forEach(container -> applications
                .computeIfAbsent(name(container, namespace), _ -> new ArrayList<>())
                .add(container));
        StringBuilder text = new StringBuilder();
        new TreeSet<>(applications.keySet().stream().map(Name::namespace).toList())
                .stream().filter(name -> !name.equals("default")).forEach(name -> text.append(namespace(name)));
        volumes(applications).forEach((volume, users) -> text.append(volume(volume, users)));
        applications.forEach((name, its) -> text.append(application(name, its)));
        return text.toString();
    }

    /** Those that have one of the names, or are of a Compose project that has; all without names. */
    public static List<JsonNode> named(List<JsonNode> containers, List<String> names) {
        return containers.stream()
                .filter(container -> names.isEmpty()
                        || names.contains(dockerName(container))
                        || names.contains(container
                                .path("Config")
                                .path("Labels")
                                .path(PROJECT)
                                .asText()))
                .toList();
    }

    private static String dockerName(JsonNode container) {
        return container.path("Name").asText().replaceFirst("^/", "");
    }

    private static Name name(JsonNode container, String namespace) {
        JsonNode labels = container.path("Config").path("Labels");
        if (labels.path(PROJECT).isTextual() && labels.path(SERVICE).isTextual()) {
            return new Name(
                    plain(labels.path(PROJECT).textValue()),
                    plain(labels.path(SERVICE).textValue()));
        }
        return new Name(namespace, plain(dockerName(container)));
    }

    /** A name that the API accepts. */
    private static String plain(String name) {
        String letters =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String shortened = letters.length() > LONGEST_NAME ? letters.substring(0, LONGEST_NAME) : letters;
        String trimmed = shortened.replaceAll("-$", "");
        return trimmed.isEmpty() ? "unnamed" : trimmed;
    }

    private String namespace(String name) {
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        ObjectNode metadata = namespace.putObject("metadata").put("name", name);
        if (!mode.adopts()) {
            return ManifestText.document(List.of(), namespace);
        }
        metadata.putObject("labels").put(Labels.POLICY, "privileged");
        return ManifestText.document(
                List.of(
                        "privileged, because what is taken over is the host's; Volumes that use its Docker volumes need it later, too"),
                namespace);
    }

    /** The named Docker volumes of the containers, once for each that has it, by the Volumes that use them as they are. */
    private Map<Name, List<String>> volumes(Map<Name, List<JsonNode>> applications) {
        Map<Name, List<String>> volumes = new TreeMap<>();
        applications.forEach((name, containers) -> containers.stream()
                .flatMap(container ->
                        StreamSupport.stream(container.path("Mounts").spliterator(), false))
                .filter(mount -> MountTranslation.isKept(mount, mode))
                .map(mount -> mount.path("Name").asText())
                .forEach(docker -> volumes.computeIfAbsent(
                                new Name(name.namespace(), VolumeManifests.name(docker)), _ -> new ArrayList<>())
                        .add(docker)));
        return volumes;
    }

    private String volume(Name name, List<String> users) {
        String dockerVolume = users.getFirst();
        List<String> comments = new ArrayList<>();
        comments.add(
                "Docker volume " + dockerVolume + " as it is, without a copy. It stays when this Volume is deleted.");
        ObjectNode volume = JsonNodeFactory.instance.objectNode();
        volume.put("apiVersion", "roadstead.dev/v1").put("kind", "Volume");
        volume.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        ObjectNode spec = volume.putObject("spec");
        spec.put("nodeName", node.isEmpty() ? "local" : node);
        if (users.size() > 1) {
            spec.put("accessMode", "ReadWriteMany");
            comments.add("- ReadWriteMany, because " + users.size() + " mounts share it");
        }
        spec.putObject("source").put("dockerVolume", dockerVolume);
        return ManifestText.document(comments, volume);
    }

    private String application(Name name, List<JsonNode> containers) {
        TemplateTranslation.Translated first = TemplateTranslation.of(containers.getFirst(), mode);
        List<String> comments = new ArrayList<>();
        comments.add("From Docker container %s, which %s"
                .formatted(
                        String.join(
                                ", ",
                                containers.stream()
                                        .map(ImportedManifests::dockerName)
                                        .toList()),
                        mode.adopts()
                                ? "is taken over as it is. What cannot be expressed keeps it from that."
                                : "goes on running: stop it before you apply this."));
        first.remarks().forEach(remark -> comments.add("- " + remark));
        boolean alike = containers.stream()
                .map(container -> TemplateTranslation.of(container, mode))
                .allMatch(other -> other.template().equals(first.template()));
        if (!alike) {
            comments.add("- the containers of this service differ; this is the first one's");
        }
        comments.addAll(networkRemarks(name, containers));
        if (mode.adopts()) {
            if (name.namespace().equals("default")) {
                comments.add("- that needs the namespace's label roadstead.dev/policy=privileged");
            }
        }
        ObjectNode application = JsonNodeFactory.instance.objectNode();
        application.put("apiVersion", "roadstead.dev/v1").put("kind", "Application");
        application.putObject("metadata").put("name", name.name()).put("namespace", name.namespace());
        ObjectNode spec = application.putObject("spec");
        if (containers.size() > 1) {
            spec.put("replicas", containers.size());
        }
        spec.set("template", first.template());
        if (!node.isEmpty()) {
            spec.putObject("placement").put("nodeName", node);
        }
        if (mode.adopts()) {
            ArrayNode adopt = spec.putArray("adopt");
            containers.forEach(container -> adopt.add(container.path("Id").asText()));
        }
        return ManifestText.document(comments, application);
    }

    /** What becomes of its networks. A host's network is in the template. */
    private List<String> networkRemarks(Name name, List<JsonNode> containers) {
        String network =
                containers.getFirst().path("HostConfig").path("NetworkMode").asText();
        if (network.equals("none") || network.startsWith("container:")) {
            String was = network.equals("none") ? "no network" : "the network of another container";
            return List.of(
                    mode.adopts()
                            ? "- it has %s and no other can be added, so it is not taken over: take spec.adopt out and stop it before you apply this"
                                    .formatted(was)
                            : "- had %s; it gets that of its namespace".formatted(was));
        }
        if (!mode.adopts() || network.equals("host")) {
            return List.of();
        }
        List<String> remarks = new ArrayList<>();
        remarks.add("- its next release is in the network of its namespace only, and no longer in "
                + String.join(", ", networks(containers)));
        if (networks(containers).stream().noneMatch(other -> other.compareTo("roadstead." + name.namespace()) < 0)) {
            remarks.add("- published ports refuse connections for about 0.1 s while its namespace's network is added");
        }
        return remarks;
    }

    private static Set<String> networks(List<JsonNode> containers) {
        Set<String> names = new TreeSet<>();
        containers.forEach(container ->
                container.path("NetworkSettings").path("Networks").fieldNames().forEachRemaining(names::add));
        return names;
    }
}
