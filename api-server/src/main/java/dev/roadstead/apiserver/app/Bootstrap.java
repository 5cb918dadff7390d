package dev.roadstead.apiserver.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.BodyDecoder;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.WriteOptions;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.WatchCache;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The objects that every installation has. Running it again changes nothing. */
final class Bootstrap {
    private static final List<String> NAMESPACES = List.of("default", "kube-system", "roadstead-system");
    private static final WriteOptions STRICT =
            new WriteOptions(false, FieldValidation.STRICT, "roadstead", false, Caller.server("bootstrap"));

    private final WatchCache cache;
    private final ResourceService service;
    private final ResourceDefinition namespaces;
    private final ResourceDefinition definitions;

    Bootstrap(WatchCache cache, ResourceService service, ResourceCatalog core) {
        this.cache = cache;
        this.service = service;
        this.namespaces = Objects.requireNonNull(core.find("", "v1", "namespaces"));
        this.definitions = Objects.requireNonNull(core.find("apiextensions.k8s.io", "v1", "customresourcedefinitions"));
    }

    /**
     * Creates what is missing, and brings the definitions up to date.
     *
     * @param manifests CustomResourceDefinitions as JSON or YAML
     */
    void run(List<String> manifests) {
        NAMESPACES.forEach(this::ensureNamespace);
        for (String manifest : manifests) {
            String type = manifest.startsWith("{") ? "application/json" : "application/yaml";
            ensureDefinition(BodyDecoder.decode(manifest.getBytes(StandardCharsets.UTF_8), type));
        }
    }

    private void ensureNamespace(String name) {
        if (cache.get(new Target(namespaces, "", name).key()) != null) {
            return;
        }
        ObjectNode namespace = JsonNodeFactory.instance.objectNode();
        namespace.put("apiVersion", "v1").put("kind", "Namespace");
        namespace.putObject("metadata").put("name", name);
        createIfAbsent(namespaces, namespace);
    }

    private void ensureDefinition(ObjectNode manifest) {
        Target target = new Target(
                definitions, "", manifest.path("metadata").path("name").asText());
        CachedObject present = cache.get(target.key());
        if (present != null && hasAllOf(present, manifest)) {
            return; // before it is checked and compiled again, which takes most of the time of a start
        }
        if (present != null || !createIfAbsent(definitions, manifest)) {
            service.replaceSpec(target, manifest, STRICT);
        }
    }

    /** Whether replacing the spec by the manifest's would change nothing. */
    private boolean hasAllOf(CachedObject present, ObjectNode manifest) {
        ObjectNode wanted = definitions.schema().shape(manifest).object();
        ObjectNode stored = BodyDecoder.decode(present.json(), "application/json");
        return stored.path("spec").equals(wanted.path("spec"))
                && Stream.of("labels", "annotations")
                        .allMatch(map -> hasEntries(
                                stored.path("metadata").path(map),
                                wanted.path("metadata").path(map)));
    }

    private static boolean hasEntries(JsonNode stored, JsonNode wanted) {
        return wanted.properties().stream().allMatch(entry -> entry.getValue().equals(stored.get(entry.getKey())));
    }

    private boolean createIfAbsent(ResourceDefinition definition, ObjectNode object) {
        try {
            service.create(definition, "", object, STRICT);
            return true;
        } catch (ApiException e) {
            if (e.fault() instanceof ApiFault.AlreadyExists) {
                return false;
            }
            throw e;
        }
    }
}
