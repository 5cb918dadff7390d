package dev.roadstead.apiserver.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.cel.Expression;
import dev.roadstead.apiserver.cel.ValueType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code x-kubernetes-validations}. Its expressions are compiled when they are first needed, so that a
 * server whose users write no rules never loads the CEL library. Thread-safe.
 */
final class ValidationRule {
    static final String KEYWORD = "x-kubernetes-validations";
    private static final String SELF = "self";
    private static final String OLD_SELF = "oldSelf";

    private final JsonNode raw;
    private volatile @Nullable Programs programs;

    /**
     * What an entry says, ready to be evaluated.
     *
     * @param message null when the entry has no messageExpression
     */
    record Programs(Expression rule, @Nullable Expression message) {
        boolean usesOldSelf() {
            return rule.uses(OLD_SELF);
        }
    }

    private ValidationRule(JsonNode raw) {
        this.raw = raw;
    }

    static List<ValidationRule> in(ObjectNode schema) {
        return schema.path(KEYWORD).valueStream().map(ValidationRule::new).toList();
    }

    String rule() {
        return raw.path("rule").asText().strip();
    }

    /** Empty when there is none. */
    String messageExpression() {
        return raw.path("messageExpression").asText().strip();
    }

    /** What is said when the rule does not hold and no expression says more. */
    String message() {
        String message = raw.path("message").asText().strip();
        return message.isEmpty() ? "failed rule: " + rule() : message;
    }

    /** FieldValueInvalid when nothing is said. */
    String reason() {
        return raw.path("reason").asText("FieldValueInvalid");
    }

    /** Path relative to the place of the rule, as {@code .spec.name}; empty for the place itself. */
    String fieldPath() {
        return raw.path("fieldPath").asText();
    }

    boolean optionalOldSelf() {
        return raw.path("optionalOldSelf").asBoolean();
    }

    /**
     * The compiled expressions.
     *
     * @param schema where the rule stands
     * @throws DoesNotCompileException for the first of them that does not compile
     */
    Programs programs(SchemaNode schema) {
        Programs known = programs;
        if (known == null) {
            ValueType self = ValueTypes.of(schema);
            Map<String, ValueType> variables =
                    Map.of(SELF, self, OLD_SELF, optionalOldSelf() ? new ValueType.OptionalOf(self) : self);
            known = new Programs(
                    compile("rule", rule(), variables, Expression.Result.BOOLEAN),
                    messageExpression().isEmpty()
                            ? null
                            : compile("messageExpression", messageExpression(), variables, Expression.Result.STRING));
            programs = known;
        }
        return known;
    }

    private static Expression compile(
            String field, String source, Map<String, ValueType> variables, Expression.Result result) {
        try {
            return Expression.compile(source, variables, result);
        } catch (Expression.BadExpressionException e) {
            throw new DoesNotCompileException(field, source, String.valueOf(e.getMessage()));
        }
    }

    /** One of the expressions is none. */
    static final class DoesNotCompileException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;
        private final String source;

        DoesNotCompileException(String field, String source, String why) {
            super(why, null, false, false);
            this.field = field;
            this.source = source;
        }

        /** Of the entry: rule or messageExpression. */
        String field() {
            return field;
        }

        String source() {
            return source;
        }
    }
}
