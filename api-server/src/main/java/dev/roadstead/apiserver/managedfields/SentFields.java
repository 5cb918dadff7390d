package dev.roadstead.apiserver.managedfields;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadstead.apiserver.fault.Cause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code metadata.managedFields} that a client sent with an update. */
final class SentFields {
    private static final int MAX_SUBRESOURCE = 256;

    private SentFields() {}

    /** A single empty entry: the client wants nobody to own anything. An empty list comes from clients that know nothing of it. */
    static boolean isReset(JsonNode sent) {
        return sent.isArray()
                && sent.size() == 1
                && sent.get(0).isObject()
                && sent.get(0).isEmpty();
    }

    /** What is to count; null when the stored state does, because this cannot be read or says nothing. */
    static @Nullable ManagedFields read(JsonNode sent) {
        if (isReset(sent)) {
            return ManagedFields.EMPTY;
        }
        ManagedFields fields = ManagedFields.parse(sent);
        return fields == null || fields.isEmpty() ? null : fields;
    }

    /** Why the entries that count must not be stored (apimachinery, meta/v1 validation). */
    static List<Cause> problems(JsonNode sent) {
        List<Cause> causes = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            String at = "metadata.managedFields[" + i + "].";
            causes.addAll(ManagerName.problems(sent.get(i).path("manager").asText(), at + "manager"));
            if (sent.get(i).path("subresource").asText().length() > MAX_SUBRESOURCE) {
                causes.add(new Cause(
                        "FieldValueTooLong",
                        "Too long: may not be more than " + MAX_SUBRESOURCE + " bytes",
                        at + "subresource"));
            }
        }
        return causes;
    }
}
