package dev.roadstead.apiserver.audit;

import dev.roadstead.apiserver.authn.Caller;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * What one request did or failed to do. Texts are kept printable and at most 512 characters long, since failed requests
 * can carry anything.
 *
 * @param time in microseconds, when the request was decided
 * @param requestId the Audit-Id; empty for the server's own work
 * @param user whose permissions counted
 * @param impersonator who acted as the user; empty when the user acted itself
 * @param address of the client; empty for the server's own work
 * @param verb of Kubernetes: create, update, patch, delete, deletecollection
 * @param resource plural and group, {@code applications.roadstead.dev}
 * @param name of the object that was written, also when the server made it up; empty for a collection
 * @param subresource empty for the object itself
 * @param code the HTTP status that was answered
 * @param changed paths of the fields that the write changed, never their values; empty for creations, deletions, and
 *     where nothing was written
 */
public record AuditRecord(
        Instant time,
        String requestId,
        String user,
        String impersonator,
        String address,
        String userAgent,
        String verb,
        String resource,
        String namespace,
        String name,
        String subresource,
        int code,
        boolean dryRun,
        List<String> changed) {
    private static final int MAX_TEXT = 512;

    /** A write that changes more is described by as many. */
    private static final int MAX_CHANGED = 50;

    public AuditRecord {
        time = time.truncatedTo(ChronoUnit.MICROS);
        requestId = printable(requestId);
        user = printable(user);
        impersonator = printable(impersonator);
        address = printable(address);
        userAgent = printable(userAgent);
        verb = printable(verb);
        resource = printable(resource);
        namespace = printable(namespace);
        name = printable(name);
        subresource = printable(subresource);
        changed = shown(changed);
    }

    /** What a request is about. */
    public record Subject(String resource, String namespace, String name, String subresource) {}

    /** The record of a caller's request. */
    public static AuditRecord of(
            Instant time, Caller caller, String verb, Subject subject, int code, boolean dryRun, List<String> changed) {
        return new AuditRecord(
                time,
                caller.requestId(),
                caller.principal().user(),
                caller.impersonator() == null ? "" : caller.impersonator().user(),
                caller.address(),
                caller.userAgent(),
                verb,
                subject.resource(),
                subject.namespace(),
                subject.name(),
                subject.subresource(),
                code,
                dryRun,
                changed);
    }

    /** The changed fields as one text, one a line; no path has a line break. */
    public String changedLines() {
        return String.join("\n", changed);
    }

    /** The reverse of {@link #changedLines}. */
    public static List<String> changedOf(String lines) {
        return lines.isEmpty() ? List.of() : List.of(lines.split("\n", -1));
    }

    private static List<String> shown(List<String> paths) {
        if (paths.size() <= MAX_CHANGED) {
            return paths.stream().map(AuditRecord::printable).toList();
        }
        List<String> shown = new ArrayList<>(paths.subList(0, MAX_CHANGED - 1).stream()
                .map(AuditRecord::printable)
                .toList());
        shown.add("and " + (paths.size() - MAX_CHANGED + 1) + " more");
        return List.copyOf(shown);
    }

    /** What a database's text can hold and a terminal can show. */
    private static String printable(String text) {
        if (text.length() <= MAX_TEXT && isClean(text)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder();
        text.codePoints()
                .limit(MAX_TEXT / 2) // a code point takes at most two characters
                .map(character -> isPrintable(character) ? character : '?')
                .forEach(cleaned::appendCodePoint);
        return cleaned.toString();
    }

    /** As nearly every text is; a stream for each of them took a fiftieth of what a create costs. */
    private static boolean isClean(String text) {
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            if (!isPrintable(character)) {
                return false;
            }
            i += Character.charCount(character);
        }
        return true;
    }

    private static boolean isPrintable(int character) {
        return !Character.isISOControl(character)
                && !(Character.isBmpCodePoint(character) && Character.isSurrogate((char) character));
    }
}
