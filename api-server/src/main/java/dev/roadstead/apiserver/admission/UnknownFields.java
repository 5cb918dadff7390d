package dev.roadstead.apiserver.admission;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.schema.ObjectSchema.UnknownField;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import java.util.List;
import java.util.stream.Collectors;

/** What becomes of fields that the schema does not have. */
final class UnknownFields {
    private static final int NAMED = 50;

    private UnknownFields() {}

    /** Warnings for the client. */
    static List<String> judge(List<UnknownField> fields, FieldValidation mode) {
        if (fields.isEmpty() || mode == FieldValidation.IGNORE) {
            return List.of();
        }
        List<String> sentences =
                fields.stream().limit(NAMED).map(UnknownFields::sentence).toList();
        if (mode == FieldValidation.WARN) {
            return sentences;
        }
        String more = fields.size() > NAMED ? ", and " + (fields.size() - NAMED) + " more" : "";
        throw new ApiException(new ApiFault.BadRequest(
                sentences.stream().collect(Collectors.joining(", ", "strict decoding error: ", more))));
    }

    private static String sentence(UnknownField field) {
        String sentence = "unknown field \"" + field.path() + "\"";
        return field.didYouMean() == null ? sentence : sentence + " (did you mean \"" + field.didYouMean() + "\"?)";
    }
}
