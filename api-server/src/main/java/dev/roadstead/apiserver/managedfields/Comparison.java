package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.schema.FieldType;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What distinguishes a new state from an old one. */
record Comparison(FieldSet added, FieldSet modified, FieldSet removed) {
    static final Comparison NONE = new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldSet.EMPTY);
    private static final Comparison MODIFIED = new Comparison(FieldSet.EMPTY, FieldSet.SELF, FieldSet.EMPTY);

    private static final Comparator<JsonNode> BY_VALUE = Comparison::compareLeaves;

    boolean isEmpty() {
        return added.isEmpty() && modified.isEmpty() && removed.isEmpty();
    }

    /** What the new state has that the old one had not, or had with another value. */
    FieldSet written() {
        return modified.union(added);
    }

    @SuppressWarnings("ReferenceEquality") // parts that both share need no look
    static Comparison of(FieldType type, @Nullable JsonNode before, @Nullable JsonNode after) {
        if (before == after || type instanceof FieldType.Unowned) {
            return NONE;
        }
        if (before == null) {
            return after == null
                    ? NONE
                    : new Comparison(FieldWalk.everything(type, after), FieldSet.EMPTY, FieldSet.EMPTY);
        }
        if (after == null) {
            return new Comparison(FieldSet.EMPTY, FieldSet.EMPTY, FieldWalk.everything(type, before));
        }
        return switch (type) {
            case FieldType.Fields fields
            when before instanceof ObjectNode a && after instanceof ObjectNode b -> fields(fields, a, b);
            case FieldType.Untyped ignored
            when before instanceof ObjectNode a && after instanceof ObjectNode b ->
                fields(FieldWalk.UNTYPED_OBJECT, a, b);
            case FieldType.ValueSet ignored -> items(type, before, after);
            case FieldType.KeyedList ignored -> items(type, before, after);
            default -> leaf(before, after);
        };
    }

    /** Equal in what they say: members in any order, numbers by value. */
    private static Comparison leaf(JsonNode before, JsonNode after) {
        return before.equals(BY_VALUE, after) ? NONE : MODIFIED;
    }

    private static int compareLeaves(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static Comparison fields(FieldType.Fields type, ObjectNode before, ObjectNode after) {
        Branches branches = new Branches();
        for (Map.Entry<String, JsonNode> entry : after.properties()) {
            String name = entry.getKey();
            branches.add(name, of(type.of(name), present(type, name, before), present(type, name, after)));
        }
        for (Map.Entry<String, JsonNode> entry : before.properties()) {
            String name = entry.getKey();
            if (!after.has(name)) {
                branches.add(name, of(type.of(name), present(type, name, before), null));
            }
        }
        return branches.comparison();
    }

    private static @Nullable JsonNode present(FieldType.Fields type, String name, ObjectNode object) {
        JsonNode value = object.get(name);
        return value != null && type.counts(name, value) ? value : null;
    }

    private static Comparison items(FieldType type, JsonNode before, JsonNode after) {
        if (leaf(before, after).isEmpty()) {
            return NONE;
        }
        Items old = Items.of(type, before);
        Items next = Items.of(type, after);
        if (old == null || next == null) {
            return leaf(before, after);
        }
        Branches branches = new Branches();
        Set<PathElement> elements = new LinkedHashSet<>(next.byElement().keySet());
        elements.addAll(old.byElement().keySet());
        for (PathElement element : elements) {
            boolean whole =
                    old.duplicates().contains(element) || next.duplicates().contains(element);
            FieldType itemType = whole ? new FieldType.Leaf() : Items.itemType(type);
            branches.add(
                    element,
                    of(itemType, old.byElement().get(element), next.byElement().get(element)));
        }
        return branches.comparison();
    }

    private static final class Branches {
        private final FieldSet.Branches added = new FieldSet.Branches();
        private final FieldSet.Branches modified = new FieldSet.Branches();
        private final FieldSet.Branches removed = new FieldSet.Branches();

        void add(String field, Comparison comparison) {
            if (!comparison.isEmpty()) {
                add(PathElement.field(field), comparison);
            }
        }

        void add(PathElement element, Comparison comparison) {
            if (!comparison.isEmpty()) {
                added.add(element, comparison.added);
                modified.add(element, comparison.modified);
                removed.add(element, comparison.removed);
            }
        }

        Comparison comparison() {
            Comparison all = new Comparison(added.under(false), modified.under(false), removed.under(false));
            return all.isEmpty() ? NONE : all;
        }
    }
}
