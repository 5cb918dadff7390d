package dev.roadstead.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A list whose items are keyed ({@code x-kubernetes-list-type: map}). */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface MapList {
    /** Names of the item's fields that together identify it. */
    String[] value();
}
