package dev.roadstead.apiserver.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import java.util.List;

/**
 * The most that a call can cost beside its operands, and what it yields (cel-go {@code checker/cost.go}; Kubernetes,
 * {@code apiserver/pkg/cel/library/cost.go}). A function that is not named here works on a few values and costs 1.
 */
final class CallCosts {
    /** Of a pass over a text, for each character. */
    private static final double PASS = 0.1;

    private static final double PATTERN = 0.25;

    /** The characters of a number, a date or a boolean as text. */
    private static final Size WRITTEN = Size.upTo(32);

    /** The longest address has 16 bytes. */
    private static final Size ADDRESS = new Size(4, 16);

    private static final long LABEL = 64;

    private final List<Operand> operands;
    private final CelKind result;

    /** A value that a function works on; the receiver comes first. */
    record Operand(Shape shape, CelType type, CelExpr written) {}

    record Result(long cost, Shape shape) {}

    private CallCosts(List<Operand> operands, CelKind result) {
        this.operands = operands;
        this.result = result;
    }

    static Result of(String function, List<Operand> operands, CelKind result) {
        return new CallCosts(operands, result).of(function);
    }

    private Result of(String function) {
        return switch (function) {
            case "_&&_", "_||_" -> result(0, Shape.SCALAR);
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> result(comparison(function), Shape.SCALAR);
            case "_+_" -> sum();
            case "_[_]", "_[?_]" -> result(1, at(0).element());
            case "_?._" -> result(1, at(0).field(text(1)));
            case "dyn", "value", "optional.of", "optional.ofNonZeroValue" -> result(1, at(0));
            case "or", "orValue" -> result(1, Shape.either(at(0), at(1)));
            case "@in" -> result(kind(1) == CelKind.MAP ? 1 : most(1), Shape.SCALAR);
            case "startsWith", "endsWith" -> result(pass(size(1)), Shape.SCALAR);
            case "contains" -> result(Size.multiply(pass(size(0)), pass(size(1))), Shape.SCALAR);
            case "matches" -> result(matching(), Shape.SCALAR);
            case "find" -> result(matching(), Shape.ofSize(Size.upTo(most(0))));
            case "findAll" -> result(matching(), texts(most(0)));
            case "isSorted", "sum", "min", "max", "indexOf", "lastIndexOf" -> search(function);
            case "lowerAscii", "upperAscii", "reverse" -> result(pass(size(0)), Shape.ofSize(size(0)));
            case "substring", "trim" -> result(pass(size(0)), Shape.ofSize(Size.upTo(most(0))));
            case "strings.quote" -> result(pass(size(0)), Shape.ofSize(Size.upTo(twice(most(0)))));
            case "replace" -> result(twicePass(), Shape.ofSize(Size.upTo(replaced())));
            case "split" -> result(twicePass(), texts(parts()));
            case "join" -> result(pass(joined()), Shape.ofSize(joined()));
            case "format" -> result(pass(size(0)), Shape.UNKNOWN);
            case "string" -> written();
            case "bytes" -> result(pass(size(0)), Shape.ofSize(Size.upTo(Size.multiply(most(0), 4))));
            case "sets.contains", "sets.intersects" -> result(pairs(1), Shape.SCALAR);
            case "sets.equivalent" -> result(pairs(2), Shape.SCALAR);
            case "idnToASCII" -> result(pass(size(0)), Shape.ofSize(Size.upTo(labels())));
            case "ip" -> result(kind(0) == CelKind.OPAQUE ? 1 : pass(size(0)), Shape.SCALAR);
            case "cidr", "isIP", "isCIDR", "url", "isURL", "quantity", "isQuantity" ->
                result(pass(size(0)), Shape.SCALAR);
            case "ip.isCanonical" -> result(twicePass(), Shape.SCALAR);
            case "containsIP" -> result(Size.add(pass(ADDRESS.plus(ADDRESS)), parsed()), Shape.SCALAR);
            case "containsCIDR" ->
                result(Size.add(pass(ADDRESS.plus(ADDRESS)) + pass(ADDRESS) + 1, parsed()), Shape.SCALAR);
            default -> result(1, isVariable(result) ? Shape.UNKNOWN : Shape.SCALAR);
        };
    }

    private Result result(long cost, Shape shape) {
        return new Result(cost, shape);
    }

    /** Values of which only one is looked at as a whole: the larger one is left when the smaller one ends. */
    private long comparison(String function) {
        boolean equality = function.equals("_==_") || function.equals("_!=_");
        if (kind(0) == CelKind.OPAQUE && kind(1) == CelKind.OPAQUE) {
            return 1;
        }
        if (!equality && !isVariable(kind(0)) && !isVariable(kind(1))) {
            return 1;
        }
        return Size.scale(Math.min(most(0), most(1)), PASS);
    }

    private Result sum() {
        return switch (result) {
            case LIST -> result(1, Shape.list(size(0).plus(size(1)), Shape.either(at(0).element(), at(1).element())));
            case STRING, BYTES, DYN -> {
                Size both = size(0).plus(size(1));
                yield result(pass(both), Shape.ofSize(both));
            }
            default -> result(1, Shape.SCALAR);
        };
    }

    /** The pattern's length stands for what it is compiled to; an empty text has one place to match. */
    private long matching() {
        return Size.multiply(Size.scale(Size.add(most(0), 1), PASS), Size.scale(most(1), PATTERN));
    }

    private Result search(String function) {
        boolean picks = function.equals("min") || function.equals("max");
        if (kind(0) == CelKind.STRING) {
            return result(pass(size(0)), Shape.SCALAR);
        }
        long each = isVariable(elementKind()) ? Size.add(1, pass(at(0).element().size())) : 1;
        return result(Size.multiply(most(0), each), picks ? at(0).element() : Shape.SCALAR);
    }

    private CelKind elementKind() {
        return operands.get(0).type() instanceof ListType list ? list.elemType().kind() : CelKind.DYN;
    }

    /** The shortest find is replaced as often as it can be, by the longest text. */
    private long replaced() {
        long shortest = size(1).least();
        if (shortest == 0) {
            return Size.add(Size.multiply(Size.add(most(0), 1), most(2)), most(0));
        }
        return most(2) <= shortest ? most(0) : Size.multiply(Size.scale(most(0), 1.0 / shortest), most(2));
    }

    private long parts() {
        if (operands.size() > 2 && operands.get(2).written().getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
            CelConstant limit = operands.get(2).written().constant();
            if (limit.getKind() == CelConstant.Kind.INT64_VALUE && limit.int64Value() >= 0) {
                return limit.int64Value();
            }
        }
        return Size.add(most(0), 1);
    }

    private Size joined() {
        long separators = operands.size() > 1 ? Size.multiply(Math.max(0, most(0) - 1), most(1)) : 0;
        return Size.upTo(Size.add(Size.multiply(most(0), at(0).element().size().most()), separators));
    }

    private Result written() {
        return switch (kind(0)) {
            case STRING, BYTES -> result(pass(size(0)), Shape.ofSize(size(0)));
            case DYN -> result(pass(size(0)), Shape.ofSize(size(0).or(WRITTEN)));
            default -> result(1, Shape.ofSize(WRITTEN));
        };
    }

    private long pairs(long times) {
        return Size.add(1, Size.multiply(times, Size.multiply(most(0), most(1))));
    }

    /** Of addresses that are given as text. */
    private long parsed() {
        return kind(1) == CelKind.STRING ? pass(size(1)) : 0;
    }

    private long labels() {
        return Size.multiply(Size.add(most(0), 1), LABEL);
    }

    private long twicePass() {
        return Size.scale(most(0), 2 * PASS);
    }

    private static Shape texts(long most) {
        return Shape.list(Size.upTo(most), Shape.ofSize(Size.upTo(most)));
    }

    private static long twice(long most) {
        return Size.add(Size.multiply(most, 2), 2);
    }

    private static long pass(Size size) {
        return Size.scale(size.most(), PASS);
    }

    private static boolean isVariable(CelKind kind) {
        return switch (kind) {
            case STRING, BYTES, LIST, MAP, DYN, ANY, STRUCT, TYPE_PARAM, OPAQUE -> true;
            default -> false;
        };
    }

    private Shape at(int index) {
        return operands.get(index).shape();
    }

    private Size size(int index) {
        return at(index).size();
    }

    private long most(int index) {
        return size(index).most();
    }

    private CelKind kind(int index) {
        return operands.get(index).type().kind();
    }

    private String text(int index) {
        CelExpr written = operands.get(index).written();
        return written.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                ? written.constant().stringValue()
                : "";
    }
}
