package dev.roadstead.apiserver.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.roadstead.apiserver.cel.Shape.Declared;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The most that an expression can cost, told from its checked tree and the sizes that its variables can have. Units and
 * prices are those of the estimator that Kubernetes uses (cel-go, {@code checker/cost.go}), so that a rule which a
 * Kubernetes server takes is taken here: about 50 ns each, a step through a tenth of a character. What it could not tell
 * the size of, such as the result of a function, is known here where that is simple; an estimate is lower then.
 *
 * <p>For one estimate at a time.
 */
final class CostEstimator {
    private static final long ACCESS = 1;
    private static final long MAKE_LIST = 10;
    private static final long MAKE_MAP = 30;
    private static final long MAKE_OBJECT = 40;

    private final CelAbstractSyntaxTree tree;
    private final Map<String, Shape> variables = new HashMap<>();
    private final TreeSet<String> unlimited = new TreeSet<>();
    private long cost;

    private CostEstimator(CelAbstractSyntaxTree tree) {
        this.tree = tree;
    }

    static Expression.Estimate estimate(CelAbstractSyntaxTree tree, Map<String, ValueType> variables) {
        CostEstimator estimator = new CostEstimator(tree);
        variables.forEach((name, type) -> estimator.variables.put(name, new Declared(type, name)));
        estimator.visit(tree.getExpr());
        return new Expression.Estimate(estimator.cost, List.copyOf(estimator.unlimited));
    }

    /** Adds the cost of a part, and tells what its value is like. */
    private Shape visit(CelExpr part) {
        Shape shape = switch (part.getKind()) {
            case CONSTANT -> Shape.ofSize(sizeOf(part.constant()));
            case IDENT -> {
                spend(ACCESS);
                yield variables.getOrDefault(part.ident().name(), Shape.SCALAR);
            }
            case SELECT -> select(part.select());
            case CALL -> call(part);
            case LIST -> {
                spend(MAKE_LIST);
                yield Shape.list(
                        Size.exactly(part.list().elements().size()),
                        any(part.list().elements()));
            }
            case MAP -> map(part.map().entries());
            case STRUCT -> {
                spend(MAKE_OBJECT);
                part.struct().entries().forEach(entry -> visit(entry.value()));
                yield Shape.UNKNOWN;
            }
            case COMPREHENSION -> comprehension(part.comprehension());
            default -> Shape.UNKNOWN;
        };
        if (shape instanceof Declared declared && !declared.limit().declared()) {
            unlimited.add(declared.path());
        }
        return shape;
    }

    private Shape any(List<CelExpr> parts) {
        return parts.stream().map(this::visit).reduce(Shape.NOTHING, Shape::either);
    }

    /** Whether a field is there is not charged, as in Kubernetes. */
    private Shape select(CelExpr.CelSelect select) {
        Shape holder = visit(select.operand());
        if (select.testOnly()) {
            return Shape.SCALAR;
        }
        spend(kind(select.operand()) == CelKind.DYN ? 0 : ACCESS);
        return holder.field(select.field());
    }

    private Shape map(List<CelExpr.CelMap.Entry> entries) {
        spend(MAKE_MAP);
        Shape keys = Shape.NOTHING;
        Shape values = Shape.NOTHING;
        for (CelExpr.CelMap.Entry entry : entries) {
            keys = Shape.either(keys, visit(entry.key()));
            values = Shape.either(values, visit(entry.value()));
        }
        return new Shape.Made(Size.exactly(entries.size()), keys, values);
    }

    private Shape call(CelExpr part) {
        CelExpr.CelCall call = part.call();
        if (call.function().equals("_?_:_")) {
            return conditional(call.args());
        }
        List<CelExpr> parts = new ArrayList<>(call.args());
        call.target().ifPresent(parts::addFirst);
        List<CallCosts.Operand> operands = parts.stream()
                .map(operand -> new CallCosts.Operand(visit(operand), type(operand), operand))
                .toList();
        CallCosts.Result result = CallCosts.of(call.function(), operands, kind(part));
        spend(result.cost());
        return result.shape();
    }

    private Shape conditional(List<CelExpr> parts) {
        visit(parts.get(0));
        long before = cost;
        Shape one = visit(parts.get(1));
        long withOne = cost;
        cost = before;
        Shape other = visit(parts.get(2));
        cost = Math.max(cost, withOne);
        return Shape.either(one, other);
    }

    /** A loop: of a macro such as all and map, or none at all, where a macro gives a value a name. */
    private Shape comprehension(CelComprehension loop) {
        Shape range = visit(loop.iterRange());
        Shape start = visit(loop.accuInit());
        Map<String, Shape> outer = new HashMap<>(variables);
        variables.put(loop.accuVar(), start);
        variables.put(loop.iterVar(), kind(loop.iterRange()) == CelKind.MAP ? range.key() : range.element());
        long before = cost;
        cost = 0;
        visit(loop.loopCondition());
        Shape step = visit(loop.loopStep());
        cost = Size.add(before, Size.multiply(cost, range.size().most()));
        boolean collects = loop.accuInit().getKind() == CelExpr.ExprKind.Kind.LIST
                && range.size().most() > 0;
        variables.put(
                loop.accuVar(), collects ? Shape.list(Size.upTo(range.size().most()), step.element()) : start);
        variables.remove(loop.iterVar());
        Shape result = visit(loop.result());
        variables.clear();
        variables.putAll(outer);
        return result;
    }

    private void spend(long more) {
        cost = Size.add(cost, more);
    }

    private CelKind kind(CelExpr part) {
        return type(part).kind();
    }

    private CelType type(CelExpr part) {
        return tree.getType(part.id()).orElse(SimpleType.DYN);
    }

    private static Size sizeOf(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE ->
                Size.exactly(constant.stringValue()
                        .codePointCount(0, constant.stringValue().length()));
            case BYTES_VALUE -> Size.exactly(constant.bytesValue().size());
            default -> Size.ONE;
        };
    }
}
