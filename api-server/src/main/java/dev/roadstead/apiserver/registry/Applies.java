package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.managedfields.AppliedConfig;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;

/** The bodies of server-side applies, as configurations of the object that they are about. Pure. */
final class Applies {
    private Applies() {}

    /**
     * Reads and checks a body; a Scale becomes the field of the object that it stands for.
     *
     * @throws ApiException BadRequest
     */
    static ObjectNode config(Target target, Subresource subresource, byte[] body) {
        ResourceDefinition definition = target.definition();
        ScalePaths scale = subresource == Subresource.SCALE ? definition.scale() : null;
        ObjectNode config;
        if (scale == null) {
            config = AppliedConfig.read(body, definition.apiVersion(), definition.kind());
        } else {
            config = Scale.apply(scale, target, envelope(target), AppliedConfig.read(body, "autoscaling/v1", "Scale"));
        }
        AppliedConfig.checkItems(definition, config);
        Preconditions.checkSameObject(target, config);
        ObjectNode metadata = Metadata.of(config);
        metadata.put("name", target.name());
        if (definition.namespaced()) {
            metadata.put("namespace", target.namespace());
        }
        return config;
    }

    /**
     * A configuration that expects a certain object cannot create one.
     *
     * @throws ApiException Conflict
     */
    static void checkNew(Target target, ObjectNode config) {
        String uid = Metadata.uid(config);
        if (!uid.isEmpty()) {
            throw new ApiException(Preconditions.uidConflict(target, uid, ""));
        }
        if (!Metadata.resourceVersion(config).isEmpty()) {
            throw new ApiException(Preconditions.modified(target));
        }
    }

    private static ObjectNode envelope(Target target) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", target.definition().apiVersion());
        object.put("kind", target.definition().kind());
        return object;
    }
}
