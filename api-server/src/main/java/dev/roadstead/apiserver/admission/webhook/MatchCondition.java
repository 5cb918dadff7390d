package dev.roadstead.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.cel.Budget;
import dev.roadstead.apiserver.cel.Expression;
import dev.roadstead.apiserver.cel.ValueType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An expression that must hold for a webhook to be asked; compiled when it is first needed. Thread-safe. */
final class MatchCondition {
    private static final Map<String, ValueType> VARIABLES =
            Map.of("object", ValueType.ANY, "oldObject", ValueType.ANY, "request", ValueType.ANY);

    private final String name;
    private final String source;
    private volatile @Nullable Expression compiled;

    MatchCondition(String name, String source) {
        this.name = name;
        this.source = source;
    }

    String name() {
        return name;
    }

    /**
     * Compiles the expression.
     *
     * @throws Expression.BadExpressionException if it is none
     */
    Expression expression() {
        Expression known = compiled;
        if (known == null) {
            known = Expression.compile(source, VARIABLES, Expression.Result.BOOLEAN);
            compiled = known;
        }
        return known;
    }

    /**
     * Whether it holds.
     *
     * @param request as in an AdmissionReview
     * @throws Expression.EvaluationException if that cannot be told
     */
    boolean holds(JsonNode request, Budget budget) {
        Map<String, JsonNode> values =
                Map.of("object", request.path("object"), "oldObject", request.path("oldObject"), "request", request);
        return expression().evaluate(values, budget).equals(true);
    }
}
