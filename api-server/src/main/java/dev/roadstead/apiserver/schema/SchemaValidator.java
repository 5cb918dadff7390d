package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks objects with a JSON Schema validator, unless a {@link QuickCheck} is enough, and what JSON Schema cannot say with {@link KubernetesRules}. One cause
 * for a field: of a value that is wrong in several ways, the first way is told.
 */
final class SchemaValidator {
    private static final int MOST = 50;

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemaCacheEnabled(false)
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .regularExpressionFactory(BoundedPattern::compile)
                            .preloadSchema(true)
                            .build()));

    private final SchemaNode root;
    private final ObjectNode translated;
    private final QuickCheck quick;

    /** Made for the first object that the quick check does not accept: most servers never see one of most kinds. */
    private volatile @Nullable Schema schema;

    SchemaValidator(SchemaNode root) {
        this.root = root;
        this.translated = JsonSchemaTranslation.translate(root.raw());
        this.quick = QuickCheck.of(translated);
    }

    /**
     * At most 50 causes, in the order in which they were found.
     *
     * @param old what the value replaces: what is wrong in parts that are equal to it is passed over; null if it is new
     */
    List<Cause> validate(JsonNode value, @Nullable JsonNode old) {
        List<Cause> found = new ArrayList<>();
        if (!quick.accepts(value)) {
            for (Error error : prepared().validate(value)) {
                if (old == null || !new Unchanged(root, value, old).covers(error)) {
                    found.add(ErrorTranslation.translate(root, error));
                }
            }
        }
        found.addAll(KubernetesRules.check(root, value, old));
        return found.isEmpty() ? found : oneForEachField(found);
    }

    /** A race costs a second preparation and nothing else. */
    private Schema prepared() {
        Schema known = schema;
        if (known == null) {
            known = REGISTRY.getSchema(translated);
            schema = known;
        }
        return known;
    }

    private static List<Cause> oneForEachField(List<Cause> found) {
        Map<String, Cause> byField = new LinkedHashMap<>();
        found.forEach(cause -> byField.putIfAbsent(cause.field(), cause));
        return byField.values().stream().limit(MOST).toList();
    }
}
