package dev.roadstead.apiserver.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.discovery.ApiGroups.Group;
import dev.roadstead.apiserver.discovery.ApiGroups.Version;
import dev.roadstead.apiserver.discovery.openapi.OpenApiV3;
import dev.roadstead.apiserver.discovery.openapi.SwaggerProto;
import dev.roadstead.apiserver.discovery.openapi.SwaggerV2;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All documents about one catalog. Each is encoded when it is first asked for. Thread-safe. */
final class CatalogDocuments {
    private static final ObjectMapper MAPPER = new ObjectMapper(new JsonFactory());

    private final ResourceCatalog catalog;
    private final ServerVersion version;
    private final Map<String, Map<DocumentForm, Supplier<Document>>> byPath = new HashMap<>();

    CatalogDocuments(
            ResourceCatalog catalog, ServerVersion version, OpenApiV3 openApi, Map<String, ObjectNode> further) {
        this.catalog = catalog;
        this.version = version;
        ApiGroups groups = ApiGroups.of(catalog);
        addJson("/version", version::document);
        addDiscovery(groups);
        addOpenApi(groups, openApi, further);
    }

    /** Whether these documents are about this very catalog. */
    boolean describe(ResourceCatalog current) {
        return catalog == current;
    }

    /** The forms of the document at a path; empty if there is none. */
    Map<DocumentForm, Supplier<Document>> find(String path) {
        return byPath.getOrDefault(path, Map.of());
    }

    private void addDiscovery(ApiGroups groups) {
        Group core = groups.find("");
        addJson("/api", () -> PlainDiscovery.coreVersions(groups));
        addAggregated("/api", core == null ? List.of() : List.of(core));
        addJson("/apis", () -> PlainDiscovery.groupList(groups));
        addAggregated("/apis", groups.named());
        for (Group group : groups.named()) {
            addJson("/apis/" + group.name(), () -> PlainDiscovery.group(group));
        }
        for (Version served : groups.versions()) {
            addJson("/" + served.path(), () -> PlainDiscovery.resourceList(served));
        }
    }

    private void addAggregated(String path, List<Group> groups) {
        add(path, DocumentForm.DISCOVERY_V2, () -> encode(AggregatedDiscovery.of(groups, "v2")));
        add(path, DocumentForm.DISCOVERY_V2BETA1, () -> encode(AggregatedDiscovery.of(groups, "v2beta1")));
    }

    private void addOpenApi(ApiGroups groups, OpenApiV3 openApi, Map<String, ObjectNode> further) {
        List<Supplier<ObjectNode>> trees = new ArrayList<>();
        Map<String, Supplier<Document>> encoded = new LinkedHashMap<>();
        for (Version served : groups.versions()) {
            Supplier<ObjectNode> tree = Memo.of(() -> openApi.document(version.gitVersion(), served.resources()));
            trees.add(tree);
            encoded.put(served.path(), addJson("/openapi/v3/" + served.path(), tree));
        }
        further.forEach((path, tree) -> encoded.put(path, addJson("/openapi/v3/" + path, () -> tree)));
        addJson("/openapi/v3", () -> openApiIndex(encoded));
        Supplier<ObjectNode> swagger = Memo.of(() -> SwaggerV2.translate(
                version.gitVersion(), trees.stream().map(Supplier::get).toList()));
        addJson("/openapi/v2", swagger);
        add("/openapi/v2", DocumentForm.SWAGGER_PROTO, () -> SwaggerProto.encode(swagger.get()));
    }

    /** The hash in an address changes with the content, so clients may keep what they fetch from there for ever. */
    private static ObjectNode openApiIndex(Map<String, Supplier<Document>> documents) {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        ObjectNode paths = index.putObject("paths");
        documents.forEach((path, document) -> paths.putObject(path)
                .put(
                        "serverRelativeURL",
                        "/openapi/v3/" + path + "?hash=" + document.get().hash()));
        return index;
    }

    private Supplier<Document> addJson(String path, Supplier<ObjectNode> tree) {
        return add(path, DocumentForm.JSON, () -> encode(tree.get()));
    }

    private Supplier<Document> add(String path, DocumentForm form, Supplier<byte[]> body) {
        Supplier<Document> document = Memo.of(() -> Document.of(form.contentType(), body.get()));
        byPath.computeIfAbsent(path, any -> new EnumMap<>(DocumentForm.class)).put(form, document);
        return document;
    }

    private static byte[] encode(ObjectNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("encoding a JSON tree that was just built", e);
        }
    }
}
