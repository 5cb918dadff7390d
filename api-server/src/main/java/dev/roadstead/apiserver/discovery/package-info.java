/**
 * What kinds exist and how objects of them look to a person: discovery and OpenAPI documents computed from a
 * {@link dev.roadstead.apiserver.schema.ResourceCatalog}, content negotiation, Tables and partial metadata. Pure: values
 * in, encoded documents out; time is an argument.
 */
@NullMarked
package dev.roadstead.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
