package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One kind in one version, as it is served.
 *
 * @param group empty for the core group
 * @param schema the structural schema of the whole object
 * @param generation whether {@code metadata.generation} counts changes outside {@code metadata} and {@code status}
 * @param statusSubresource whether {@code status} is written through {@code /status} alone
 * @param scale JSON paths of the scale subresource; null when the kind has none
 * @param selectableFields JSON paths ({@code .spec.nodeName}) allowed in field selectors besides metadata.name and
 *     metadata.namespace
 * @param verbs what may be asked of it: create delete deletecollection get list patch update watch, in this order
 * @param encrypted whether its objects are encrypted at rest
 * @param unknownFields what happens to unknown fields when a request does not say (fieldValidation)
 * @param recordsAuthor whether an annotation says who changed {@code metadata.generation} last
 * @param safeguards what the kind asks to be protected from
 * @param deprecation what clients of a deprecated version are told; null for others
 * @param storedAs what its objects are stored as; null for what is stored as it is
 */
public record ResourceDefinition(
        String group,
        String version,
        String kind,
        String listKind,
        String plural,
        String singular,
        List<String> shortNames,
        List<String> categories,
        boolean namespaced,
        ObjectSchema schema,
        boolean generation,
        boolean statusSubresource,
        @Nullable ScalePaths scale,
        List<PrinterColumn> columns,
        List<String> selectableFields,
        List<String> verbs,
        boolean encrypted,
        FieldValidation unknownFields,
        boolean recordsAuthor,
        Safeguards safeguards,
        @Nullable String deprecation,
        @Nullable StoredAs storedAs) {

    /** What may be asked of a kind that says nothing else. */
    public static final List<String> ALL_VERBS =
            List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    /** Where its objects are stored, as in an ObjectKey: its name, but for kinds that are stored as another. */
    public String resource() {
        return storedAs == null ? name() : storedAs.resource();
    }

    /** {@code applications.roadstead.dev}; the plural alone for the core group. */
    public String name() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Whether an update may leave the resourceVersion out, and so overwrite whatever is there: as in Kubernetes, core kinds. */
    public boolean unconditionalUpdates() {
        return group.isEmpty() || storedAs != null;
    }

    /** The selectable fields as they stand in stored objects, in the same order. */
    public List<String> storedSelectableFields() {
        return storedAs == null
                ? selectableFields
                : selectableFields.stream().map(storedAs::storedPath).toList();
    }

    /**
     * An object of this kind, as one of another definition that shows the same stored objects.
     *
     * @param object not modified; the result shares parts with it, or is it
     */
    public ObjectNode shownAs(ResourceDefinition other, ObjectNode object) {
        if (apiVersion().equals(other.apiVersion())) {
            return object;
        }
        ObjectNode stored = storedAs == null ? object : storedAs.toStored(object);
        if (other.storedAs != null) {
            return other.storedAs.fromStored(stored, other.apiVersion());
        }
        ObjectNode shown = stored.objectNode();
        shown.setAll(stored);
        return shown.put("apiVersion", other.apiVersion());
    }

    /** {@code roadstead.dev/v1}; {@code v1} for the core group. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** JSON paths as in {@code spec.versions[].subresources.scale} of a CRD. */
    public record ScalePaths(
            String specReplicas,
            String statusReplicas,
            @Nullable String labelSelector) {}

    /**
     * As in {@code spec.versions[].additionalPrinterColumns} of a CRD.
     *
     * @param type integer, number, string, boolean or date
     * @param priority above 0: shown with {@code -o wide} only
     */
    public record PrinterColumn(
            String name, String type, String format, String description, int priority, String jsonPath) {}

    /** The values of the {@code fieldValidation} query parameter of Kubernetes. */
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }
}
