package dev.roadstead.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** No more than one of these components may be present. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE})
public @interface AtMostOneOf {
    /** Component names. */
    String[] value();
}
