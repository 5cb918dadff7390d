package dev.roadstead.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Inclusive bounds of the length of a string, or of the number of items or entries of a collection. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface Size {
    int min() default 0;

    int max();

    /** The most characters of each string in a collection; 0 for no limit. */
    int each() default 0;
}
