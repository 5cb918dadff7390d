package dev.roadstead.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the record of a resource kind; its name is the record's, its group and version are Roadstead's. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Kind {
    String plural();

    String[] shortNames() default {};

    String[] categories() default {"all", "roadstead"};

    boolean namespaced() default true;

    /** Longest {@code metadata.name}; shorter than 63 where names are derived from it. */
    int maxNameLength() default 63;

    /** Whether the scale subresource is served, over spec.replicas, status.replicas and status.selector. */
    boolean scale() default false;

    /** Whether the annotation {@code roadstead.dev/changed-by} says who changed the spec last. */
    boolean recordsAuthor() default false;

    /**
     * Whether a DELETE is refused unless the annotation {@code roadstead.dev/confirm-deletion} has the object's name
     * ({@code roadstead.dev/deletion: Confirmed}).
     */
    boolean confirmsDeletion() default false;

    /**
     * Fields, as {@code spec.limits}, that only those may write, other than by their defaults, who have the verb
     * {@code limit} on the object ({@code roadstead.dev/guarded-fields}).
     */
    String[] guarded() default {};

    /**
     * What a ResourceQuota can limit the sum of, and the field that says how much of it an object takes, as
     * {@code requests.storage=spec.size} ({@code roadstead.dev/quota-amounts}).
     */
    String[] quotaAmounts() default {};

    /**
     * Whether the controllers see to it that a ResourceQuota for the count of its objects holds, and not the API server
     * ({@code roadstead.dev/quota-count: Controller}).
     */
    boolean countedByController() default false;

    /**
     * Fields with texts, as {@code spec.hostname}, whose values belong to the namespace that had them first; {@code
     * *.example.com} stands for all names one label below as well ({@code roadstead.dev/namespace-claims}).
     */
    String[] namespaceClaims() default {};

    Column[] columns();

    /** A printer column of {@code kubectl get}. */
    @interface Column {
        String name();

        String jsonPath();

        /** integer, number, string, boolean or date. */
        String type() default "string";

        /** {@code bytes}: a number of bytes, shown as people read it ({@code 23.4Gi}). */
        String format() default "";

        String description() default "";

        /** Above 0: shown with {@code -o wide} only. */
        int priority() default 0;
    }
}
