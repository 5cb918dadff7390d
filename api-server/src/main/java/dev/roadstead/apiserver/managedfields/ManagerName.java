package dev.roadstead.apiserver.managedfields;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import java.util.List;
import java.util.regex.Pattern;

/** By which name the fields of a write are owned: the query parameter {@code fieldManager}, or the user agent. */
public final class ManagerName {
    /** Bytes in Kubernetes; names beyond ASCII are hardly ever seen. */
    private static final int MAX_LENGTH = 128;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final String UNKNOWN = "unknown";

    private ManagerName() {}

    /** The field manager itself, or the user agent up to its first slash; {@value #UNKNOWN} when there is neither. */
    public static String of(String fieldManager, String userAgent) {
        if (!fieldManager.isEmpty()) {
            return fieldManager;
        }
        int slash = userAgent.indexOf('/');
        String printable = CONTROL.matcher(slash < 0 ? userAgent : userAgent.substring(0, slash))
                .replaceAll("");
        return printable.isEmpty() ? UNKNOWN : printable.substring(0, Math.min(printable.length(), MAX_LENGTH));
    }

    /**
     * Checks a field manager that the client names itself; an apply must name it.
     *
     * @param optionsKind CreateOptions, UpdateOptions or PatchOptions
     * @throws ApiException Invalid when it is longer than 128 characters, not printable, or missing in an apply
     */
    public static void check(String fieldManager, String optionsKind, boolean apply) {
        List<Cause> causes = fieldManager.isEmpty() && apply
                ? List.of(
                        new Cause("FieldValueRequired", "Required value: is required for apply patch", "fieldManager"))
                : problems(fieldManager, "fieldManager");
        if (!causes.isEmpty()) {
            throw invalid(optionsKind, causes);
        }
    }

    /** The refusal of {@code force} with any other patch than apply. */
    public static ApiException forceForbidden() {
        String message = "Forbidden: may not be specified for non-apply patch";
        return invalid("PatchOptions", List.of(new Cause("FieldValueForbidden", message, "force")));
    }

    static List<Cause> problems(String manager, String field) {
        if (manager.length() > MAX_LENGTH) {
            return List.of(
                    new Cause("FieldValueTooLong", "Too long: may not be more than " + MAX_LENGTH + " bytes", field));
        }
        if (manager.codePoints().anyMatch(Character::isISOControl)) {
            return List.of(
                    new Cause("FieldValueInvalid", "Invalid value: should only contain printable characters", field));
        }
        return List.of();
    }

    private static ApiException invalid(String optionsKind, List<Cause> causes) {
        return new ApiException(new ApiFault.Invalid(new ApiFault.Subject("meta.k8s.io", optionsKind, ""), causes));
    }
}
