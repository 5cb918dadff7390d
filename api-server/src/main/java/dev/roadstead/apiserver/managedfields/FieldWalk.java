package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.FieldType;
import java.util.Map;
import java.util.Set;

/** The paths of a value that have owners. */
final class FieldWalk {
    static final FieldType.Fields UNTYPED_OBJECT = new FieldType.Fields(Map.of(), Set.of(), new FieldType.Untyped());

    /** Whether objects and lists are in the set beside what they hold. */
    private final boolean containers;

    private FieldWalk(boolean containers) {
        this.containers = containers;
    }

    /** What an applied configuration sets: its leaves, the items of its lists, the keys of its maps. */
    static FieldSet setBy(FieldType type, JsonNode value) {
        return new FieldWalk(false).of(type, value);
    }

    /** Every path, as if the value had come out of nothing. */
    static FieldSet everything(FieldType type, JsonNode value) {
        return new FieldWalk(true).of(type, value);
    }

    private FieldSet of(FieldType type, JsonNode value) {
        return switch (type) {
            case FieldType.Fields fields when value instanceof ObjectNode object -> fields(fields, object);
            case FieldType.Untyped ignored when value instanceof ObjectNode object -> fields(UNTYPED_OBJECT, object);
            case FieldType.ValueSet ignored -> items(type, value);
            case FieldType.KeyedList ignored -> items(type, value);
            default -> FieldSet.SELF;
        };
    }

    private FieldSet fields(FieldType.Fields type, ObjectNode object) {
        FieldSet.Branches branches = new FieldSet.Branches();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            FieldType fieldType = type.of(name);
            if (!(fieldType instanceof FieldType.Unowned) && type.counts(name, value)) {
                boolean empty = value.isNull() || (value.isObject() && value.isEmpty());
                FieldSet set = of(fieldType, value);
                branches.add(PathElement.field(name), set.withSelf(set.self() || empty || !type.isNamed(name)));
            }
        }
        return branches.under(containers);
    }

    private FieldSet items(FieldType type, JsonNode value) {
        Items items = Items.of(type, value);
        if (items == null) {
            return FieldSet.SELF;
        }
        FieldSet.Branches branches = new FieldSet.Branches();
        items.byElement().forEach((element, item) -> {
            boolean whole = items.duplicates().contains(element);
            branches.add(
                    element,
                    whole ? FieldSet.SELF : of(Items.itemType(type), item).withSelf(true));
        });
        return branches.under(containers);
    }
}
