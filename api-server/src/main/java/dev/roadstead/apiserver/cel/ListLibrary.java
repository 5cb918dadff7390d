package dev.roadstead.apiserver.cel;

import static dev.roadstead.apiserver.cel.TextLibrary.BOOL;
import static dev.roadstead.apiserver.cel.TextLibrary.INT;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.roadstead.apiserver.cel.Library.Operand;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;

/** Kubernetes' functions on lists of values that have an order. */
final class ListLibrary {
    private static final TypeParamType ELEMENT_TYPE = TypeParamType.create("T");
    private static final Operand ELEMENT = new Operand(ELEMENT_TYPE, Object.class);
    private static final Operand LIST = new Operand(ListType.create(ELEMENT_TYPE), Collection.class);
    static final Operand ANYTHING = new Operand(ListType.create(SimpleType.DYN), Collection.class);

    private ListLibrary() {}

    static Library library() {
        return new Library()
                .member("isSorted", "list_is_sorted", BOOL, List.of(LIST), a -> isSorted((Collection<?>) a[0]))
                .member("sum", "list_sum", ELEMENT, List.of(LIST), a -> sum((Collection<?>) a[0]))
                .member("min", "list_min", ELEMENT, List.of(LIST), a -> extreme((Collection<?>) a[0], -1))
                .member("max", "list_max", ELEMENT, List.of(LIST), a -> extreme((Collection<?>) a[0], 1))
                .member("indexOf", "list_index_of", INT, List.of(LIST, ELEMENT), a ->
                        (long) List.copyOf((Collection<?>) a[0]).indexOf(a[1]))
                .member("lastIndexOf", "list_last_index_of", INT, List.of(LIST, ELEMENT), a ->
                        (long) List.copyOf((Collection<?>) a[0]).lastIndexOf(a[1]));
    }

    private static boolean isSorted(Collection<?> list) {
        Iterator<?> elements = list.iterator();
        Object before = elements.hasNext() ? elements.next() : null;
        while (before != null && elements.hasNext()) {
            Object next = elements.next();
            if (compare(before, next) > 0) {
                return false;
            }
            before = next;
        }
        return true;
    }

    private static Object sum(Collection<?> list) {
        Object sum = 0L;
        for (Object element : list) {
            sum = element instanceof Duration && sum.equals(0L) ? element : add(sum, element);
        }
        return sum;
    }

    private static Object add(Object sum, Object element) {
        if (sum instanceof Long one && element instanceof Long other) {
            return Math.addExact(one, other);
        }
        if (sum instanceof Number one && element instanceof Number other) {
            return one.doubleValue() + other.doubleValue();
        }
        if (sum instanceof Duration one && element instanceof Duration other) {
            return one.plus(other);
        }
        throw new IllegalArgumentException("sum adds numbers or durations, found " + element);
    }

    private static Object extreme(Collection<?> list, int sign) {
        Object best = null;
        for (Object element : list) {
            if (best == null || compare(element, best) * sign > 0) {
                best = element;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException((sign < 0 ? "min" : "max") + " called on empty list");
        }
        return best;
    }

    @SuppressWarnings(
            "unchecked") // the classes are equal, and what is Comparable among CEL's values compares with itself
    private static int compare(Object one, Object other) {
        if (one instanceof Number left && other instanceof Number right && one.getClass() != other.getClass()) {
            return Double.compare(left.doubleValue(), right.doubleValue());
        }
        if (one instanceof Comparable<?> left && one.getClass() == other.getClass()) {
            return ((Comparable<Object>) left).compareTo(other);
        }
        throw new IllegalArgumentException("values of these types have no order");
    }
}
