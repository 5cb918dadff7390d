package dev.roadstead.apiserver.registry;

import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;

/**
 * How a write is to be done.
 *
 * @param dryRun do everything but the write
 * @param fieldValidation what happens to unknown and duplicate fields
 */
public record WriteOptions(boolean dryRun, FieldValidation fieldValidation) {}
