package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.Causes;
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
     * The object with the Scale's {@code spec.replicas}, and with the identity and version that the Scale claims; a Scale
     * that claims none is about the object as it is.
     *
     * @throws ApiException BadRequest for another kind; Invalid unless the replicas are a whole number from 0 to 2^31 - 1
     */
    static ObjectNode apply(ScalePaths paths, Target target, ObjectNode object, ObjectNode scale) {
        if (!scale.path("kind").asText().equals("Scale")
                || !scale.path("apiVersion").asText().equals("autoscaling/v1")) {
            throw new ApiException(new ApiFault.BadRequest("expected a Scale of autoscaling/v1, found "
                    + Causes.shown(scale.path("kind")) + " of " + Causes.shown(scale.path("apiVersion"))));
        }
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
            JsonNode claimed = scale.path("metadata").path(claim);
            if (!List.of("", "0").contains(claimed.asText(""))) {
                Metadata.of(next).set(claim, claimed);
            }
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
