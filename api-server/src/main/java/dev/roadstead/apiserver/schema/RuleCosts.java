package dev.roadstead.apiserver.schema;

import dev.roadstead.apiserver.cel.Expression.Estimate;
import dev.roadstead.apiserver.cel.Size;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What the validation rules of one version can cost for one object, at most. The limits are Kubernetes'
 * (apiextensions-apiserver, {@code pkg/apis/apiextensions/validation/validation.go}), in units of about 50 ns.
 */
final class RuleCosts {
    static final long LIMIT_OF_EXPRESSION = 10_000_000;
    static final long LIMIT_OF_SCHEMA = 100_000_000;

    private static final int NAMED = 4;
    private static final int PLACES = 5;
    private static final double BEYOND_TELLING = 100;

    private final List<Cause> causes;
    private final List<Observed> observed = new ArrayList<>();

    private record Observed(FieldPath at, long cost) {}

    /**
     * How often there can be a value of a schema in one object.
     *
     * @param times at most; {@link #UNLIMITED} if a list or a map around it has no limit
     * @param unlimited the lists and maps around it that have none
     */
    record Occurrence(long times, List<FieldPath> unlimited) {
        static final long UNLIMITED = -1;
        static final Occurrence ONCE = new Occurrence(1, List.of());

        /** Of what is in each item or entry of a value. */
        Occurrence within(SchemaNode schema, FieldPath at) {
            Long factor = ValueSizes.times(schema);
            if (factor == null) {
                List<FieldPath> more = new ArrayList<>(unlimited);
                more.add(at);
                return new Occurrence(UNLIMITED, List.copyOf(more));
            }
            return times == UNLIMITED ? this : new Occurrence(Size.multiply(times, factor), unlimited);
        }

        long times(SchemaNode schema) {
            return times == UNLIMITED ? ValueSizes.mostOf(schema) : times;
        }
    }

    RuleCosts(List<Cause> causes) {
        this.causes = causes;
    }

    /** Complains of an expression that can cost too much, and adds it to the whole. */
    void rule(FieldPath at, SchemaNode schema, Occurrence occurrence, Estimate estimate) {
        long cost = Size.multiply(estimate.cost(), occurrence.times(schema));
        observe("estimated rule cost", at, cost, occurrence, estimate);
    }

    /** The same of an expression that says what is wrong; that is said a few times only. */
    void message(FieldPath at, Estimate estimate) {
        observe("estimated messageExpression cost", at, estimate.cost(), Occurrence.ONCE, estimate);
    }

    private void observe(String what, FieldPath at, long cost, Occurrence occurrence, Estimate estimate) {
        observed.add(new Observed(at, cost));
        if (cost > LIMIT_OF_EXPRESSION) {
            List<String> places = new ArrayList<>();
            occurrence.unlimited().forEach(place -> places.add(place.toString()));
            places.addAll(estimate.unlimited());
            causes.add(Causes.forbidden(at, exceeded(what, cost, LIMIT_OF_EXPRESSION, places)));
        }
    }

    /** Complains of all expressions together. */
    void whole(FieldPath schemaAt) {
        long sum = observed.stream().mapToLong(Observed::cost).reduce(0, Size::add);
        if (sum <= LIMIT_OF_SCHEMA) {
            return;
        }
        observed.stream()
                .filter(one -> one.cost() >= LIMIT_OF_SCHEMA / 100)
                .sorted(Comparator.comparingLong(Observed::cost).reversed())
                .limit(NAMED)
                .forEach(one -> causes.add(Causes.forbidden(
                        one.at(),
                        "contributed to estimated rule cost total exceeding cost limit for entire OpenAPIv3 schema")));
        causes.add(Causes.forbidden(
                schemaAt,
                exceeded(
                        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3 schema",
                        sum,
                        LIMIT_OF_SCHEMA,
                        List.of())));
    }

    private static String exceeded(String what, long cost, long limit, List<String> places) {
        double factor = (double) cost / limit;
        String shown = factor > BEYOND_TELLING
                ? "more than 100x"
                : String.format(Locale.ROOT, factor < 1.5 ? "%.6fx" : "%.1fx", factor);
        String where = places.isEmpty()
                ? ""
                : "; none is declared at "
                        + String.join(", ", places.subList(0, Math.min(PLACES, places.size())))
                        + (places.size() > PLACES ? " and " + (places.size() - PLACES) + " more" : "");
        return what + " exceeds budget by factor of " + shown
                + " (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and"
                + " strings are declared" + where + ")";
    }
}
