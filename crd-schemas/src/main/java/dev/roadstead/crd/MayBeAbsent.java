package dev.roadstead.crd;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The field may be absent, and the record's constructor fills it in. For fields of list items: lists are merged as a
 * whole, so a {@link Default} that the API server wrote into an item would turn every further {@code kubectl apply} of
 * the same manifest into a change.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MayBeAbsent {}
