package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authn.Principal;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of what was refused at sign-in; what succeeded is recorded with its write. Of a name that nobody has, nothing is
 * recorded: people type passwords there. Thread-safe.
 */
public final class SignInAudit {
    private static final Logger LOG = LoggerFactory.getLogger(SignInAudit.class);
    private static final int UNAUTHORIZED = 401;

    private final Predicate<AuditRecord> records;
    private final InstantSource clock;

    /** {@code records} keeps a record without waiting for it, or returns false. */
    public SignInAudit(Predicate<AuditRecord> records, InstantSource clock) {
        this.records = records;
        this.clock = clock;
    }

    /** Somebody did not prove to be a User; null for one that does not exist. */
    void refusedSignIn(@Nullable UserView user, Origin origin) {
        String namespace = user == null ? "" : PeopleKinds.namespaceOf(user.name());
        refused(
                user == null ? Principal.ANONYMOUS.user() : user.name(),
                new AuditRecord.Subject("sessions." + PeopleKinds.GROUP, namespace, "", ""),
                origin);
    }

    /** Somebody had no right to register. */
    void refusedRegistration(Origin origin) {
        refused(Principal.ANONYMOUS.user(), new AuditRecord.Subject(PeopleKinds.USERS, "", "", ""), origin);
    }

    private void refused(String user, AuditRecord.Subject subject, Origin origin) {
        AuditRecord audited =
                AuditRecord.of(clock.instant(), origin.by(user), "create", subject, UNAUTHORIZED, false, List.of());
        if (!records.test(audited)) {
            LOG.warn("No room for an audit record: {}", audited);
        }
    }
}
