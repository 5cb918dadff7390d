package dev.roadstead.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Kubernetes' MicroTime: clients in Go read it with six digits for the fraction and in no other form, and one object with
 * another makes a whole list unreadable to them.
 */
final class MicroTimes {
    private static final Pattern SIX_DIGITS = Pattern.compile("[^.]*\\.[0-9]{6}(Z|[+-].*)");
    private static final DateTimeFormatter FORM =
            new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

    private MicroTimes() {}

    /** Changes the object, if it is one; what is no time is left for validation to report. */
    static void write(JsonNode object, List<String> fields) {
        for (String field : fields) {
            if (object instanceof ObjectNode parent && parent.path(field).isTextual()) {
                parent.put(field, form(parent.path(field).textValue()));
            }
        }
    }

    private static String form(String text) {
        if (SIX_DIGITS.matcher(text).matches()) {
            return text;
        }
        try {
            return FORM.format(OffsetDateTime.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }
}
