package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.schema.RuleCosts.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What makes validation rules ones that can be evaluated. */
final class RuleChecks {
    private static final Set<String> REASONS =
            Set.of("FieldValueInvalid", "FieldValueForbidden", "FieldValueRequired", "FieldValueDuplicate");

    private final List<Cause> causes;
    private final RuleCosts costs;

    private RuleChecks(List<Cause> causes, RuleCosts costs) {
        this.causes = causes;
        this.costs = costs;
    }

    /**
     * Checks the schema of whole objects, which is structural.
     *
     * @param known whether it is in force already: what its rules can cost is not asked then
     */
    static void check(ObjectNode schema, FieldPath at, boolean known, List<Cause> causes) {
        SchemaNode root = SchemaCompiler.compile(ObjectMetaSchema.withMetadata(schema));
        if (root.ruled()) {
            RuleCosts costs = new RuleCosts(known ? new ArrayList<>() : causes);
            new RuleChecks(causes, costs).node(root, at, true, Occurrence.ONCE);
            costs.whole(at);
        }
    }

    private void node(SchemaNode node, FieldPath at, boolean correlatable, Occurrence occurrence) {
        for (int i = 0; i < node.rules().size(); i++) {
            FieldPath ruleAt = at.field(ValidationRule.KEYWORD).index(i);
            ValidationRule rule = node.rules().get(i);
            form(rule, node.raw().path(ValidationRule.KEYWORD).path(i), ruleAt);
            expressions(node, rule, ruleAt, correlatable, occurrence);
            if (RelativePath.resolve(node, FieldPath.ROOT, rule.fieldPath()) == null) {
                causes.add(Causes.invalid(
                        ruleAt.field("fieldPath"),
                        rule.fieldPath(),
                        "must be a path to a field of the schema, as .a.b"));
            }
        }
        Occurrence within = occurrence.within(node, at);
        for (Map.Entry<String, SchemaNode> property : node.properties().entrySet()) {
            if (property.getValue().ruled()) {
                node(property.getValue(), at.field("properties").key(property.getKey()), correlatable, within);
            }
        }
        if (node.additional() != null && node.additional().ruled()) {
            node(node.additional(), at.field("additionalProperties"), correlatable, within);
        }
        if (node.items() != null && node.items().ruled()) {
            node(node.items(), at.field("items"), correlatable && ListItems.areCorrelatable(node), within);
        }
    }

    private void form(ValidationRule rule, JsonNode raw, FieldPath at) {
        for (String field : List.of("rule", "message", "messageExpression", "reason", "fieldPath")) {
            JsonNode value = raw.path(field);
            if (!value.isMissingNode() && !value.isTextual()) {
                causes.add(Causes.typeInvalid(at.field(field), value, "must be a string"));
            }
        }
        if (rule.rule().isEmpty()) {
            causes.add(Causes.required(at.field("rule"), ""));
        }
        if (raw.has("message") && raw.path("message").asText().isBlank()) {
            causes.add(
                    Causes.invalid(at.field("message"), raw.path("message"), "message must be non-empty if specified"));
        }
        String message = raw.path("message").asText();
        if (message.strip().contains("\n")) {
            causes.add(Causes.invalid(at.field("message"), message, "message must not contain line breaks"));
        }
        if (message.isEmpty() && rule.rule().contains("\n")) {
            causes.add(Causes.required(at.field("message"), "message must be specified if rule contains line breaks"));
        }
        if (!REASONS.contains(rule.reason())) {
            causes.add(Causes.notSupported(at.field("reason"), raw.path("reason"), REASONS));
        }
    }

    private void expressions(
            SchemaNode node, ValidationRule rule, FieldPath at, boolean correlatable, Occurrence occurrence) {
        if (rule.rule().isEmpty()) {
            return;
        }
        ValidationRule.Programs programs;
        try {
            programs = rule.programs(node);
        } catch (ValidationRule.DoesNotCompileException e) {
            causes.add(Causes.invalid(at.field(e.field()), e.source(), "compilation failed: " + e.getMessage()));
            return;
        }
        costs.rule(at.field("rule"), node, occurrence, programs.rule().estimate());
        if (programs.message() != null) {
            costs.message(at.field("messageExpression"), programs.message().estimate());
        }
        boolean transition = programs.usesOldSelf();
        if (transition && !correlatable) {
            causes.add(Causes.invalid(
                    at.field("rule"),
                    rule.rule(),
                    "oldSelf cannot be used on the uncorrelatable portion of the schema: within a list that is not of"
                            + " the type map, there is no telling which old value belongs to a new one"));
        }
        if (rule.optionalOldSelf() && !transition) {
            causes.add(Causes.invalid(at.field("optionalOldSelf"), "may not be set if oldSelf is not used in rule"));
        }
    }
}
