/**
 * From the bytes of a request to an object that may be stored, in one order: decode strictly, find and prune unknown
 * fields, apply defaults, mutate what Kubernetes mutates, ask mutating webhooks, validate metadata, schema and rules, ask
 * validating webhooks.
 *
 * <p>{@link dev.roadstead.apiserver.admission.Admission} holds the steps that are pure, {@link
 * dev.roadstead.apiserver.admission.AdmissionChain} the order of all of them. An attempt to write that finds the object
 * changed begins again with its admission, so webhooks may be asked more than once about one request.
 */
@NullMarked
package dev.roadstead.apiserver.admission;

import org.jspecify.annotations.NullMarked;
