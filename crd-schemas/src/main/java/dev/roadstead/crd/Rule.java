package dev.roadstead.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A CEL rule over the record, which is {@code self} ({@code x-kubernetes-validations}).
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules">Validation
 *     rules</a>
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Rules.class)
public @interface Rule {
    /** The expression; true means valid. */
    String value();

    /** What is wrong when it is false, and what to do. */
    String message();

    /** An expression for a message that names what was found; the message is used where it fails. */
    String messageExpression() default "";

    /** The field that is wrong, as {@code .hostname}; the record as a whole when empty. */
    String fieldPath() default "";
}
