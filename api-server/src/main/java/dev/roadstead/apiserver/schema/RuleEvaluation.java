package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.cel.Budget;
import dev.roadstead.apiserver.cel.Expression;
import dev.roadstead.apiserver.cel.Expression.EvaluationException;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges an object by the validation rules of its schema. A rule that does not hold of a value which has not changed is
 * passed over, unless it compares old and new: an object from before the rule can still be worked on.
 */
final class RuleEvaluation {
    private static final int MOST = 50;

    private final Budget budget = new Budget();
    private final List<Cause> causes = new ArrayList<>();

    private RuleEvaluation() {}

    /**
     * Evaluates the rules of a schema that has some.
     *
     * @param old what the value replaces; null if there is nothing
     */
    static List<Cause> evaluate(SchemaNode root, ObjectNode value, @Nullable ObjectNode old) {
        RuleEvaluation evaluation = new RuleEvaluation();
        evaluation.value(root, value, old, FieldPath.ROOT);
        return evaluation.causes;
    }

    private void value(SchemaNode schema, JsonNode value, @Nullable JsonNode old, FieldPath at) {
        if (!schema.ruled() || value.isNull()) {
            return;
        }
        JsonNode before = old == null || old.isNull() ? null : old;
        for (ValidationRule rule : schema.rules()) {
            if (budget.isSpent() || causes.size() >= MOST) {
                return;
            }
            rule(schema, rule, value, before, at);
        }
        switch (value) {
            case ObjectNode object -> members(schema, object, before, at);
            case ArrayNode array when schema.items() != null -> items(schema, schema.items(), array, before, at);
            default -> {}
        }
    }

    private void members(SchemaNode schema, ObjectNode object, @Nullable JsonNode old, FieldPath at) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            SchemaNode child = schema.child(entry.getKey());
            if (child != null && child.ruled()) {
                JsonNode before = old == null ? null : old.get(entry.getKey());
                value(child, entry.getValue(), before, schema.pathOf(at, entry.getKey()));
            }
        }
    }

    private void items(SchemaNode list, SchemaNode items, ArrayNode array, @Nullable JsonNode old, FieldPath at) {
        if (!items.ruled()) {
            return;
        }
        ListItems before = ListItems.of(list, old);
        boolean unchanged = array.equals(old);
        for (int i = 0; i < array.size(); i++) {
            JsonNode item = array.get(i);
            value(items, item, unchanged ? item : before.sameAs(item), at.index(i));
        }
    }

    private void rule(SchemaNode schema, ValidationRule rule, JsonNode value, @Nullable JsonNode old, FieldPath at) {
        ValidationRule.Programs programs = rule.programs(schema);
        if (programs.usesOldSelf() && old == null && !rule.optionalOldSelf()) {
            return;
        }
        Map<String, JsonNode> values = new HashMap<>();
        values.put("self", value);
        if (old != null) {
            values.put("oldSelf", old);
        }
        String complaint;
        try {
            if (programs.rule().evaluate(values, budget).equals(true)) {
                return;
            }
            complaint = message(programs.message(), values, rule);
        } catch (EvaluationException e) {
            complaint = e.getMessage() + " evaluating rule: " + rule.message();
        }
        if (programs.usesOldSelf() || !value.equals(old)) {
            FieldPath field = RelativePath.resolve(schema, at, rule.fieldPath());
            causes.add(cause(rule.reason(), schema, complaint, field == null ? at : field));
        }
    }

    /** What the rule has to say; where its expression comes to nothing, the fixed message. */
    private String message(@Nullable Expression expression, Map<String, JsonNode> values, ValidationRule rule) {
        if (expression == null) {
            return rule.message();
        }
        try {
            String message = expression.evaluate(values, budget).toString().strip();
            return message.isEmpty() || message.contains("\n") ? rule.message() : message;
        } catch (EvaluationException e) {
            return rule.message();
        }
    }

    /** As Kubernetes says it: of the value, only its type. */
    private static Cause cause(String reason, SchemaNode schema, String complaint, FieldPath at) {
        String type = "\"" + schema.type() + "\"";
        String message = switch (reason) {
            case "FieldValueRequired" -> "Required value: " + complaint;
            case "FieldValueForbidden" -> "Forbidden: " + complaint;
            case "FieldValueDuplicate" -> "Duplicate value: " + type;
            default -> "Invalid value: " + type + ": " + complaint;
        };
        return new Cause(reason, message, at.toString());
    }
}
