package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A structural schema (Kubernetes, "Specifying a structural schema"), compiled once. Immutable and thread-safe; the raw
 * tree must not be modified.
 */
public final class ObjectSchema {
    private final ObjectNode raw;
    private final ObjectNode effective;
    private final SchemaNode root;
    private final SchemaValidator validator;
    private final FieldType.Fields fieldType;
    private final boolean embeds;

    private ObjectSchema(ObjectNode raw) {
        this.raw = raw;
        this.effective = ObjectMetaSchema.withMetadata(raw);
        this.root = SchemaCompiler.compile(effective);
        this.validator = new SchemaValidator(root);
        this.fieldType = FieldType.ofObject(effective);
        this.embeds = raw.findValue(EmbeddedResource.KEYWORD) != null;
    }

    /** Compiles {@code openAPIV3Schema} of a CRD version, which must be structural ({@link CrdCompiler} checks that). */
    public static ObjectSchema of(ObjectNode raw) {
        return new ObjectSchema(raw.deepCopy());
    }

    /** The schema as it was written. */
    public ObjectNode raw() {
        return raw;
    }

    /** The schema with all of {@code apiVersion}, {@code kind} and {@code metadata}; must not be modified. */
    public ObjectNode effective() {
        return effective;
    }

    /** Which parts of an object have owners of their own. */
    public FieldType.Fields fieldType() {
        return fieldType;
    }

    /**
     * A new tree without unknown fields and with defaults. A null counts as absent where the schema does not allow null.
     * Applying it to its own result changes nothing.
     */
    public Shaped shape(ObjectNode object) {
        return ObjectShaper.shape(root, object);
    }

    /**
     * What is wrong with an object that has been shaped; empty if nothing is. At most 50 causes.
     *
     * @param old what the object replaces: what is wrong in parts that are equal to it is passed over; null if it is new
     */
    public List<Cause> validate(ObjectNode object, @Nullable ObjectNode old) {
        return validator.validate(object, old);
    }

    /**
     * The whole objects that are parts of the object.
     *
     * @param old what the object replaces: what is equal to a part of it is left out; null if it is new
     */
    public List<EmbeddedResource> embedded(ObjectNode object, @Nullable ObjectNode old) {
        List<EmbeddedResource> found = new ArrayList<>();
        if (embeds) {
            EmbeddedResource.find(root, object, old, FieldPath.ROOT, found);
        }
        return found;
    }

    /**
     * Which validation rules (CEL) do not hold of an object that is valid otherwise; empty if all do. At most 50 causes.
     *
     * @param old what the object replaces; null if it is new
     */
    public List<Cause> validateRules(ObjectNode object, @Nullable ObjectNode old) {
        return root.ruled() ? RuleEvaluation.evaluate(root, object, old) : List.of();
    }

    /**
     * What an object became.
     *
     * @param unknownFields in the order of the object
     */
    public record Shaped(ObjectNode object, List<UnknownField> unknownFields) {}

    /**
     * A field that the schema does not have.
     *
     * @param path {@code spec.template.ports[0].foo}
     * @param didYouMean a known field of the same object that is written almost alike, or null
     */
    public record UnknownField(String path, @Nullable String didYouMean) {}
}
