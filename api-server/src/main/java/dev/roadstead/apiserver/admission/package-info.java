/**
 * From the bytes of a request to an object that may be stored, as one list of pure steps: decode strictly, find and
 * prune unknown fields, apply defaults, mutate what Kubernetes mutates, validate metadata, validate the schema.
 */
@NullMarked
package dev.roadstead.apiserver.admission;

import org.jspecify.annotations.NullMarked;
