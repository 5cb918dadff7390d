/**
 * The kinds that are served, as immutable values compiled from CustomResourceDefinitions (core kinds are written in the
 * same form), and the structural-schema engine that prunes, defaults and validates objects against them. Pure.
 */
@NullMarked
package dev.roadstead.apiserver.schema;

import org.jspecify.annotations.NullMarked;
