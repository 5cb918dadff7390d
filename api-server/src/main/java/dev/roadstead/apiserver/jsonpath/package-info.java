/**
 * The part of JSONPath that Kubernetes uses in CustomResourceDefinitions (printer columns, selectable fields, scale
 * paths): compiled once, evaluated on Jackson trees. Pure.
 */
@NullMarked
package dev.roadstead.apiserver.jsonpath;

import org.jspecify.annotations.NullMarked;
