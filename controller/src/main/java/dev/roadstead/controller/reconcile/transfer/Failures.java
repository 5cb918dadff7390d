package dev.roadstead.controller.reconcile.transfer;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.transfer.Subject;
import dev.roadstead.controller.plan.transfer.Work;
import dev.roadstead.controller.transfer.DifferentTreeException;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failures of a copy mean to users: why, what to do, and whether waiting may help. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    /** The kernel's words for ENOSPC, which engines pass on. */
    private static final String NO_SPACE = "no space left on device";

    private Failures() {}

    static Work.Failed of(Throwable why, Instant at) {
        return switch (why) {
            case RepositoryException e -> repository(e, at);
            case HostException e -> engine(e, at);
            case DifferentTreeException e ->
                failed(
                        "NotTheSame",
                        e.getMessage() + " Nothing was changed; see the engine's and the kernel's log.",
                        at);
            case SubjectGoneException e ->
                switch (e.subject()) {
                    case Subject.Awaited(String reason, String message) -> passing(reason, message, at);
                    case Subject.Refused(String reason, String message) -> failed(reason, message, at);
                    default -> throw new IllegalStateException(e);
                };
            case InterruptedException _ -> passing("Interrupted", "The copy was interrupted and begins again.", at);
            case IOException e -> passing("StreamBroken", "The copy broke off and begins again: " + e.getMessage(), at);
            default -> {
                log.error("a copy failed", why);
                yield failed("InternalError", "The copy failed; see the server's log: " + why, at);
            }
        };
    }

    /** Whether the same may work later, with nothing changed. */
    static boolean isPassing(RepositoryException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE, FULL, LOCKED -> true;
            case DENIED, NOT_FOUND, WRONG_KEY, DAMAGED, REFUSED, UNSUPPORTED -> false;
        };
    }

    static String reason(RepositoryException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> "RepositoryUnreachable";
            case DENIED -> "RepositoryDenied";
            case NOT_FOUND -> "BackupNotFound";
            case FULL -> "RepositoryFull";
            case WRONG_KEY -> "WrongKey";
            case DAMAGED -> "BackupDamaged";
            case REFUSED -> "ArchiveRefused";
            case LOCKED -> "RepositoryLocked";
            case UNSUPPORTED -> "UnknownFormat";
        };
    }

    private static Work.Failed repository(RepositoryException e, Instant at) {
        return new Work.Failed(reason(e.kind()), String.valueOf(e.getMessage()), isPassing(e.kind()), at);
    }

    private static Work.Failed engine(HostException e, Instant at) {
        String message = String.valueOf(e.getMessage());
        if (message.contains(NO_SPACE)) {
            return failed(
                    "DiskFull",
                    "The engine's disk is full, and what was copied is removed again; make room: " + message,
                    at);
        }
        return switch (e.kind()) {
            case UNREACHABLE, BARRED -> passing("EngineUnreachable", message, at);
            case GONE -> passing("VolumeGone", message, at);
            default -> failed("EngineRefused", message, at);
        };
    }

    private static Work.Failed passing(String reason, String message, Instant at) {
        return new Work.Failed(reason, message, true, at);
    }

    private static Work.Failed failed(String reason, String message, Instant at) {
        return new Work.Failed(reason, message, false, at);
    }
}
