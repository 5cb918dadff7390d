package dev.roadstead.apiserver.cel;

import static dev.roadstead.apiserver.cel.TextLibrary.BOOL;
import static dev.roadstead.apiserver.cel.TextLibrary.INT;
import static dev.roadstead.apiserver.cel.TextLibrary.STRING;
import static dev.roadstead.apiserver.cel.TextLibrary.text;

import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.roadstead.apiserver.cel.Library.Operand;
import java.math.BigDecimal;
import java.util.List;

/** Kubernetes' functions on quantities. */
final class QuantityLibrary {
    private static final Operand QUANTITY = new Operand(OpaqueType.create("kubernetes.Quantity"), Quantity.class);
    private static final Operand DOUBLE = new Operand(SimpleType.DOUBLE, Double.class);
    private static final List<Operand> ONE = List.of(QUANTITY);
    private static final List<Operand> TWO = List.of(QUANTITY, QUANTITY);
    private static final List<Operand> AND_INT = List.of(QUANTITY, INT);

    private QuantityLibrary() {}

    static Library library() {
        return new Library()
                .global("quantity", "string_to_quantity", QUANTITY, List.of(STRING), a -> Quantity.parse(text(a, 0)))
                .global("isQuantity", "is_quantity_string", BOOL, List.of(STRING), a -> Quantity.is(text(a, 0)))
                .member("sign", "quantity_sign", INT, ONE, a -> (long) at(a, 0).signum())
                .member("isInteger", "quantity_is_integer", BOOL, ONE, a -> ((Quantity) a[0]).isInteger())
                .member("asInteger", "quantity_as_integer", INT, ONE, a -> at(a, 0).longValueExact())
                .member("asApproximateFloat", "quantity_as_float", DOUBLE, ONE, a -> at(a, 0).doubleValue())
                .member("compareTo", "quantity_compare_to", INT, TWO, a -> (long) at(a, 0).compareTo(at(a, 1)))
                .member("isGreaterThan", "quantity_is_greater", BOOL, TWO, a -> at(a, 0).compareTo(at(a, 1)) > 0)
                .member("isLessThan", "quantity_is_less", BOOL, TWO, a -> at(a, 0).compareTo(at(a, 1)) < 0)
                .member("add", "quantity_add", QUANTITY, TWO, a -> new Quantity(at(a, 0).add(at(a, 1))))
                .member("add", "quantity_add_int", QUANTITY, AND_INT, a -> new Quantity(at(a, 0).add(whole(a))))
                .member("sub", "quantity_sub", QUANTITY, TWO, a -> new Quantity(at(a, 0).subtract(at(a, 1))))
                .member("sub", "quantity_sub_int", QUANTITY, AND_INT, a -> new Quantity(at(a, 0).subtract(whole(a))));
    }

    private static BigDecimal at(Object[] arguments, int index) {
        return ((Quantity) arguments[index]).amount();
    }

    private static BigDecimal whole(Object[] arguments) {
        return BigDecimal.valueOf((Long) arguments[1]);
    }
}
