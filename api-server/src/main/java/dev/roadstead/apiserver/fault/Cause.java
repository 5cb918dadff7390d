package dev.roadstead.apiserver.fault;

/**
 * One entry of {@code status.details.causes}.
 *
 * @param reason a Kubernetes cause type: {@code FieldValueRequired}, {@code FieldValueInvalid},
 *     {@code FieldValueTypeInvalid}, {@code FieldValueNotSupported}, {@code FieldValueForbidden},
 *     {@code FieldValueDuplicate}, {@code FieldValueTooLong}, {@code FieldValueTooMany}, …
 * @param message what was found and what was expected, without the field's path
 * @param field path as kubectl users know it: {@code spec.template.ports[0].containerPort}
 */
public record Cause(String reason, String message, String field) {}
