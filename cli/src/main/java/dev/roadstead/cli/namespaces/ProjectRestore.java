package dev.roadstead.cli.namespaces;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.volumes.VolumeReady;
import dev.roadstead.controller.client.ApiCallException;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.Labels;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Volume;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes what a plan says. Nothing that is there already is touched. The namespace says what it is restored from until all
 * is made: who repeats what was stopped half way goes on where that was.
 */
public final class ProjectRestore {
    private static final String NAMESPACES = "/api/v1/namespaces";
    private static final String ARCHIVE = "/spec/source/archive/id";
    private static final String NODE = "/spec/nodeName";

    private final ApiClient api;
    private final Map<String, JsonNode> served = new HashMap<>();

    public ProjectRestore(ApiClient api) {
        this.api = api;
    }

    /**
     * Asked before anything is made.
     *
     * @throws CliException if something of these names is there that no earlier run made, or the API does not serve one of
     *     the kinds
     */
    public void requireRoom(ProjectPlan plan) {
        boolean _ = isResumed(plan);
    }

    /** As {@link #requireRoom}; whether an earlier run of the same plan was stopped half way. */
    private boolean isResumed(ProjectPlan plan) {
        String namespace = ProjectPlan.name(plan.namespace());
        boolean begun = isBegun(plan);
        List<String> taken = Stream.concat(plan.volumes().stream(), plan.others().stream())
                .flatMap(object -> find(object, namespace)
                        .filter(there -> !begun || !isMadeOf(object, there))
                        .map(there -> shown(object) + place(object, there))
                        .stream())
                .toList();
        if (!taken.isEmpty()) {
            throw new CliException("namespace " + namespace + " has these already, and they would be lost: "
                    + String.join(", ", taken) + "; choose another namespace");
        }
        return begun;
    }

    /** Whether an earlier run was stopped half way. */
    private boolean isBegun(ProjectPlan plan) {
        String from = mark(plan.namespace());
        String there = api.getRaw(path(plan)).map(ProjectRestore::mark).orElse("");
        if (!there.isEmpty() && !there.equals(from)) {
            throw new CliException("namespace " + ProjectPlan.name(plan.namespace()) + " is half restored from backup "
                    + there + "; finish that with --archive " + there
                    + ", or delete the namespace with what it has, or choose another one; to keep what it has as it is,"
                    + " kubectl annotate namespace " + ProjectPlan.name(plan.namespace()) + " " + Labels.RESTORING
                    + "-");
        }
        return !there.isEmpty();
    }

    private static String mark(JsonNode namespace) {
        return namespace
                .path("metadata")
                .path("annotations")
                .path(Labels.RESTORING)
                .asText();
    }

    /** Whether an earlier run can have made it: the same archive on the same node, and it is to stay. */
    private static boolean isMadeOf(ObjectNode wanted, JsonNode there) {
        return there.at("/metadata/deletionTimestamp").isMissingNode()
                && wanted.at(ARCHIVE).equals(there.at(ARCHIVE))
                && (wanted.at(ARCHIVE).isMissingNode() || wanted.at(NODE).equals(there.at(NODE)));
    }

    private static String place(ObjectNode wanted, JsonNode there) {
        boolean elsewhere =
                wanted.at(ARCHIVE).equals(there.at(ARCHIVE)) && !wanted.at(NODE).equals(there.at(NODE));
        return elsewhere ? " (on node " + there.at(NODE).asText() + ")" : "";
    }

    private static String shown(ObjectNode object) {
        return ProjectPlan.kind(object) + " " + ProjectPlan.name(object);
    }

    private static String path(ProjectPlan plan) {
        return NAMESPACES + "/" + ProjectPlan.name(plan.namespace());
    }

    private Optional<JsonNode> find(ObjectNode object, String namespace) {
        return api.getRaw(collection(object, namespace) + "/" + ProjectPlan.name(object));
    }

    /**
     * Returns when all is made; whether what runs gets ready is seen as always. Asks once more for room: reading the
     * archives may have taken hours.
     *
     * @param patience for each Volume to get its data
     * @throws CliException as {@link #requireRoom}, or if a Volume does not get its data; then nothing runs yet, and what was made stays to be looked at,
     *     and for the next try
     */
    public void run(ProjectPlan plan, Progress progress, Duration patience) {
        String namespace = ProjectPlan.name(plan.namespace());
        boolean resumed = isResumed(plan);
        begin(plan, resumed, progress);
        plan.volumes().stream()
                .filter(volume -> !resumed || find(volume, namespace).isEmpty())
                .forEach(volume -> create(volume, namespace));
        for (ObjectNode volume : plan.volumes()) {
            if (volume.at("/spec/source").isMissingNode()) {
                continue; // an empty one is made with the first container that uses it
            }
            String name = ProjectPlan.name(volume);
            Volume made = api.find(ResourceType.VOLUME, namespace, name)
                    .orElseThrow(() -> new CliException("somebody deleted Volume " + name + "; begin again"));
            VolumeReady.await(api, progress, made, patience);
            progress.say("Volume " + name + " has its data, which was found the same");
        }
        long made = plan.others().stream()
                .filter(object -> !resumed || !isThere(object, namespace, progress))
                .filter(object -> createUnlessTaken(object, namespace, progress))
                .count();
        JsonNode _ = api.patchRaw(path(plan), marked(null));
        progress.say(made + " other objects are made; kubectl get app -n " + namespace + " shows what comes up");
    }

    private void begin(ProjectPlan plan, boolean resumed, Progress progress) {
        if (resumed) {
            progress.say("an earlier restore of this backup stopped half way; this one goes on with it");
        } else if (api.getRaw(path(plan)).isPresent()) {
            JsonNode _ = api.patchRaw(path(plan), marked(mark(plan.namespace())));
        } else {
            JsonNode _ = api.postRaw(NAMESPACES, plan.namespace());
            progress.say("namespace " + ProjectPlan.name(plan.namespace()) + " is made");
        }
    }

    private boolean isThere(ObjectNode object, String namespace, Progress progress) {
        boolean there = find(object, namespace).isPresent();
        if (there) {
            progress.say(shown(object) + " is there already and stays as it is");
        }
        return there;
    }

    private static ObjectNode marked(@Nullable String archive) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").putObject("annotations").put(Labels.RESTORING, archive);
        return patch;
    }

    /** What the old namespace has and nobody else may, such as a hostname, does not keep the rest from being made. */
    private boolean createUnlessTaken(ObjectNode object, String namespace, Progress progress) {
        try {
            create(object, namespace);
            return true;
        } catch (ApiCallException e) {
            if (!e.conflict()) {
                throw e;
            }
            progress.say(shown(object) + " is not made: " + e.getMessage()
                    + "; when that is free, kubectl create -f - with this: " + object);
            return false;
        }
    }

    private void create(ObjectNode object, String namespace) {
        JsonNode _ = api.postRaw(collection(object, namespace), object);
    }

    private String collection(ObjectNode object, String namespace) {
        String version = object.path("apiVersion").asText();
        String root = (version.contains("/") ? "/apis/" : "/api/") + version;
        JsonNode kinds = served.computeIfAbsent(
                root,
                path -> api.getRaw(path)
                        .orElseThrow(() -> new CliException("this server does not serve " + version
                                + ", which the backup has objects of; install its CustomResourceDefinitions first")));
        for (JsonNode kind : kinds.path("resources")) {
            String plural = kind.path("name").asText();
            if (kind.path("kind").asText().equals(ProjectPlan.kind(object)) && !plural.contains("/")) {
                return root + "/namespaces/" + namespace + "/" + plural;
            }
        }
        throw new CliException("this server does not serve " + ProjectPlan.kind(object) + " of " + version
                + ", which the backup has objects of; install its CustomResourceDefinitions first");
    }
}
