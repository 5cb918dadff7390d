package dev.roadstead.apiserver.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelEvaluationListener;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The CEL library, set up as Kubernetes sets up its own. The interpreter is the older of the two that the library has:
 * the newer one copies every value before it looks at it.
 */
final class CelEngine {
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(200_000)
            .maxParseExpressionNodeCount(10_000)
            .maxRegexProgramSize(10_000)
            .build();

    /** What could take much longer than its arguments are large is written anew, in {@link TextLibrary}. */
    private static final CelStandardFunctions STANDARD = CelStandardFunctions.newBuilder()
            .excludeFunctions(StandardFunction.CONTAINS, StandardFunction.MATCHES)
            .build();

    private static final CelStringExtensions STRINGS = CelExtensions.strings(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.QUOTE,
            CelStringExtensions.Function.REVERSE,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM,
            CelStringExtensions.Function.UPPER_ASCII);

    private static final Library[] LIBRARIES = {
        TextLibrary.library(),
        RegexLibrary.library(),
        ListLibrary.library(),
        QuantityLibrary.library(),
        UrlLibrary.library(),
        AddressLibrary.library(),
        HostnameLibrary.library()
    };

    private CelEngine() {}

    static Expression compile(String source, Map<String, ValueType> variables, Expression.Result result) {
        Types types = new Types();
        CelBuilder builder = CelFactory.legacyCelBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder().build())
                .setStandardFunctions(STANDARD)
                .addCompilerLibraries(CelExtensions.optional(), CelExtensions.sets(OPTIONS), STRINGS)
                .addCompilerLibraries(LIBRARIES)
                .addRuntimeLibraries(CelExtensions.optional(), CelExtensions.sets(OPTIONS), STRINGS)
                .addRuntimeLibraries(LIBRARIES)
                .setResultType(result == Expression.Result.BOOLEAN ? SimpleType.BOOL : SimpleType.STRING);
        variables.forEach((name, type) -> builder.addVar(name, types.celType(type)));
        Cel cel = builder.setTypeProvider(types.provider()).build();
        try {
            CelValidationResult checked = cel.compile(source);
            CelAbstractSyntaxTree tree = checked.getAst();
            return new Planned(tree, cel.createProgram(tree), variables);
        } catch (CelValidationException e) {
            throw new Expression.BadExpressionException(
                    e.getErrors().stream().limit(3).map(CelEngine::describe).collect(Collectors.joining("; ")));
        } catch (CelEvaluationException e) {
            throw new Expression.BadExpressionException(String.valueOf(e.getMessage()));
        }
    }

    private static String describe(CelIssue issue) {
        return issue.getSourceLocation().getLine() + ":"
                + issue.getSourceLocation().getColumn() + ": " + issue.getMessage();
    }

    private record Planned(CelAbstractSyntaxTree tree, CelRuntime.Program program, Map<String, ValueType> variables)
            implements Expression {
        @Override
        public Estimate estimate() {
            return CostEstimator.estimate(tree, variables);
        }

        @Override
        public boolean uses(String variable) {
            return tree.getReferenceMap().values().stream()
                    .anyMatch(reference -> reference.name().equals(variable));
        }

        @Override
        public Object evaluate(Map<String, JsonNode> values, Budget budget) {
            Views views = new Views(budget);
            CelEvaluationListener meter = (node, value) -> charge(budget, value);
            budget.beginExpression();
            try {
                Map<String, Object> arguments = new HashMap<>();
                variables.forEach((name, type) -> arguments.put(name, views.view(type, values.get(name))));
                return program.trace(arguments, meter);
            } catch (CelEvaluationException | RuntimeException e) {
                throw new EvaluationException(budget.isSpent() ? Budget.SPENT : reason(e));
            }
        }

        private static void charge(Budget budget, @Nullable Object value) {
            if (value instanceof String text) {
                budget.characters(text.length());
            } else if (value instanceof Collection<?> made) {
                budget.take(1 + made.size() / 16);
            } else {
                budget.step();
            }
        }

        /** The innermost message says what happened; the outer ones say in which of the library's functions. */
        private static String reason(Exception e) {
            Throwable cause = e.getCause() instanceof IllegalArgumentException inner ? inner : e;
            return String.valueOf(cause.getMessage());
        }
    }
}
