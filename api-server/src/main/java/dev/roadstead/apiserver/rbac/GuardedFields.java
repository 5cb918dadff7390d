package dev.roadstead.apiserver.rbac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.schema.Safeguards;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which of a kind's guarded fields a write sets to something else. Pure; arguments are not modified. */
final class GuardedFields {
    /** On an object: whoever has it may set its guarded fields. */
    static final String VERB = "limit";

    private GuardedFields() {}

    /**
     * The paths of the fields that differ from what is stored, or, for a new object, from what defaults make of one that
     * does not have them; in the order of the kind.
     *
     * @param current null for a creation
     * @param next with its defaults
     */
    static List<String> changed(Target target, @Nullable ObjectNode current, ObjectNode next) {
        List<Safeguards.Field> guarded = target.definition().safeguards().guarded();
        if (guarded.isEmpty()) {
            return List.of();
        }
        ObjectNode before = current == null ? withDefaults(target, guarded, next) : current;
        return guarded.stream()
                .filter(field -> !same(field.in(before), field.in(next)))
                .map(Safeguards.Field::path)
                .toList();
    }

    private static ObjectNode withDefaults(Target target, List<Safeguards.Field> guarded, ObjectNode next) {
        ObjectNode without = next.deepCopy();
        guarded.forEach(field -> field.removeFrom(without));
        return target.definition().schema().shape(without).object();
    }

    /** Numbers by value: what is stored was read by another reader than what is sent. */
    private static boolean same(JsonNode one, JsonNode other) {
        return one.equals(
                (left, right) -> left.isNumber() && right.isNumber()
                        ? left.decimalValue().compareTo(right.decimalValue())
                        : left.equals(right) ? 0 : 1,
                other);
    }
}
