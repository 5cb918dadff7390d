package dev.roadstead.apiserver.audit;

import dev.roadstead.apiserver.audit.AuditRecord.Subject;
import dev.roadstead.apiserver.authn.Principal;
import java.util.Set;

/**
 * Which requests are recorded: all that change something or try to, but for what machines do all the time and nobody
 * asks about. Pure.
 */
public final class AuditPolicy {
    /** May change nothing; recording its attempts would let strangers fill the disk. */
    private static final String ANONYMOUS = "system:anonymous";

    private static final Set<String> CHATTER = Set.of("leases.coordination.k8s.io", "events", "events.events.k8s.io");
    private static final Set<String> MUTATING = Set.of("create", "update", "patch", "delete", "deletecollection");

    private AuditPolicy() {}

    /**
     * Whether a request is recorded.
     *
     * @param user who asks
     */
    public static boolean records(String user, String verb, Subject subject) {
        if (!MUTATING.contains(verb) || isQuestion(subject.resource()) || user.equals(ANONYMOUS)) {
            return false;
        }
        boolean routine =
                CHATTER.contains(subject.resource()) || subject.subresource().equals("status");
        return !(routine && user.startsWith(Principal.SERVER));
    }

    /** Created to be answered, not to be kept. */
    private static boolean isQuestion(String resource) {
        return resource.endsWith("reviews.authorization.k8s.io") || resource.endsWith("reviews.authentication.k8s.io");
    }
}
