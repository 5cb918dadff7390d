package dev.roadstead.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A compiled expression; immutable and thread-safe. The first one in a process takes the better part of a second, further
 * ones about a millisecond; an evaluation takes microseconds.
 */
public interface Expression {
    /** What an expression must yield. */
    enum Result {
        BOOLEAN,
        STRING
    }

    /**
     * Checks and plans an expression.
     *
     * @param variables by name, with their types
     * @throws BadExpressionException if it does not parse, or its types do not fit
     */
    static Expression compile(String source, Map<String, ValueType> variables, Result result) {
        return CelEngine.compile(source, variables, result);
    }

    /** The most that an evaluation can cost, whatever the values are. */
    Estimate estimate();

    /**
     * What an evaluation can cost at most.
     *
     * @param cost in units of about 50 ns, as Kubernetes counts them; beyond any limit if there is no telling
     * @param unlimited the parts of the variables that have no limit of their own and are mentioned, such as
     *     {@code self.items[].name}; sorted
     */
    record Estimate(long cost, List<String> unlimited) {}

    /** Whether the expression mentions the variable. */
    boolean uses(String variable);

    /**
     * The result: a Boolean or a String.
     *
     * @param values of variables by name; a variable of an optional type may be absent
     * @throws EvaluationException if it cannot be told, or takes too much work
     */
    Object evaluate(Map<String, JsonNode> values, Budget budget);

    /** An expression that is none; the message tells where and why. */
    final class BadExpressionException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadExpressionException(String message) {
            super(message, null, false, false);
        }
    }

    /** An expression that came to no result for some value. */
    final class EvaluationException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EvaluationException(String message) {
            super(message, null, false, false);
        }
    }
}
