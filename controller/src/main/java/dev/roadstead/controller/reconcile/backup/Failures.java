package dev.roadstead.controller.reconcile.backup;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.plan.backup.StepEnd.Broken;
import dev.roadstead.controller.plan.backup.StepEnd.Step;
import dev.roadstead.controller.transfer.DifferentTreeException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says in words for users what went wrong. */
final class Failures {
    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** Takes the thread's interrupt for what it is: the work was ended. */
    static Broken of(Step step, Exception failure) {
        if (Thread.interrupted()
                || failure instanceof InterruptedException
                || failure instanceof ClosedByInterruptException) {
            return new Broken(step, "Cancelled", "It was ended before it was complete.");
        }
        String said = sentence(failure);
        return switch (failure) {
            case RepositoryException e -> new Broken(step, reason(e.kind()), said);
            case HostException _
            when step == Step.PREPARE ->
                new Broken(step, "HookFailed", "The hook before the backup failed, and nothing was backed up: " + said);
            case HostException e
            when e.kind() == HostException.Kind.GONE ->
                new Broken(step, "VolumeGone", "The engine has no such volume any more: " + said);
            case HostException _ -> new Broken(step, "EngineFailed", "The engine did not give the volume: " + said);
            case DifferentTreeException _ -> new Broken(step, "NotTheSame", said);
            case CheckFailedException _ -> new Broken(step, "CheckFailed", said);
            case IOException _ -> new Broken(step, "ReadFailed", "The volume could not be read to its end: " + said);
            default -> {
                log.error("{} of a backup failed", step, failure);
                yield new Broken(step, "Internal", "Something unexpected; the server's log has it: " + said);
            }
        };
    }

    /** Whether it is the backup itself that is wrong, and not what was used to reach it. */
    static boolean isOfTheBackup(Exception failure) {
        return switch (failure) {
            case DifferentTreeException _, CheckFailedException _ -> true;
            case RepositoryException e ->
                switch (e.kind()) {
                    case DAMAGED, REFUSED, NOT_FOUND -> true;
                    case UNREACHABLE, DENIED, FULL, WRONG_KEY, LOCKED, UNSUPPORTED -> false;
                };
            default -> false;
        };
    }

    private static String reason(RepositoryException.Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> "RepositoryUnreachable";
            case DENIED -> "RepositoryDenied";
            case NOT_FOUND -> "NotInRepository";
            case FULL -> "RepositoryFull";
            case WRONG_KEY -> "WrongKey";
            case DAMAGED -> "Damaged";
            case REFUSED -> "Refused";
            case LOCKED -> "RepositoryLocked";
            case UNSUPPORTED -> "Unsupported";
        };
    }

    private static String sentence(Exception failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return message.endsWith(".") ? message : message + ".";
    }
}
