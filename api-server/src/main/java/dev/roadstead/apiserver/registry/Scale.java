package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.ResourceDefinition.ScalePaths;
import java.util.List;

/** An object seen as an autoscaling/v1 Scale, and a changed Scale put back into the object. Pure. */
final class Scale {
    private Scale() {}

    static ObjectNode view(ScalePaths paths, ObjectNode object) {
        ObjectNode scale = JsonNodeFactory.instance.objectNode();
        scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
        ObjectNode metadata = scale.putObject("metadata");
        for (String field : List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
            JsonNode value = object.path("metadata").get(field);
            if (value != null) {
                metadata.set(field, value);
            }
        }
        scale.putObject("spec").put("replicas", at(object, paths.specReplicas()).asLong(0));
        ObjectNode status = scale.putObject("status");
        status.put("replicas", at(object, paths.statusReplicas()).asLong(0));
        String selectorPath = paths.labelSelector();
        if (selectorPath != null && at(object, selectorPath).isTextual()) {
            status.put("selector", at(object, selectorPath).asText());
        }
        return scale;
    }

    /**
     * What comes back must be a Scale.
     *
     * @throws ApiException BadRequest
     */
    static ObjectNode checked(ObjectNode scale) {
        String version = scale.path("apiVersion").asText();
        String kind = scale.path("kind").asText();
        if (!version.equals("autoscaling/v1") || !kind.equals("Scale")) {
            throw new ApiException(new ApiFault.BadRequest("the object in the data (" + version + ", " + kind
                    + ") does not match the expected apiVersion autoscaling/v1 and kind Scale"));
        }
        return scale;
    }

    /**
     * The object with the Scale's {@code spec.replicas}, and with the identity and version that the Scale claims; one
     * that claims no version fits to any.
     *
     * @throws ApiException Invalid unless that is a whole number from 0 to 2^31 - 1
     */
    static ObjectNode apply(ScalePaths paths, Target target, ObjectNode object, ObjectNode scale) {
        JsonNode replicas = scale.path("spec").path("replicas");
        if (!replicas.canConvertToInt() || !replicas.isIntegralNumber() || replicas.intValue() < 0) {
            throw new ApiException(new ApiFault.Invalid(
                    new ApiFault.Subject("autoscaling", "Scale", target.name()),
                    List.of(new Cause(
                            "FieldValueInvalid",
                            "Invalid value: " + replicas + ": must be a whole number, 0 or more",
                            "spec.replicas"))));
        }
        ObjectNode next = object.deepCopy();
        List<String> steps = steps(paths.specReplicas());
        ObjectNode parent = next;
        for (String step : steps.subList(0, steps.size() - 1)) {
            parent = parent.get(step) instanceof ObjectNode child ? child : parent.putObject(step);
        }
        parent.put(steps.getLast(), replicas.longValue());
        for (String claim : List.of("name", "namespace", "uid", "resourceVersion")) {
            JsonNode claimed = scale.path("metadata").get(claim);
            if (claimed == null) {
                Metadata.of(next).remove(claim);
            } else {
                Metadata.of(next).set(claim, claimed);
            }
        }
        if (Metadata.resourceVersion(next).isEmpty()
                && !Metadata.resourceVersion(object).isEmpty()) {
            Metadata.of(next).put(Metadata.RESOURCE_VERSION, Metadata.resourceVersion(object));
        }
        return next;
    }

    private static JsonNode at(JsonNode object, String path) {
        JsonNode node = object;
        for (String step : steps(path)) {
            node = node.path(step);
        }
        return node;
    }

    /** {@code .spec.replicas} as its names; a CRD allows no array index here. */
    private static List<String> steps(String path) {
        return List.of(path.substring(1).split("\\.", -1));
    }
}
