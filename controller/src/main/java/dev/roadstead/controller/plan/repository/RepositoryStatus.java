package dev.roadstead.controller.plan.repository;

import dev.roadstead.controller.plan.Conditions;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.BackupRepository.Status;
import dev.roadstead.model.Condition;
import dev.roadstead.model.Node.SecretRef;
import dev.roadstead.model.Quantity;
import java.time.Instant;
import java.util.List;

/** Writes down what was found of a BackupRepository. */
public final class RepositoryStatus {
    /** Whether backups can be made there and read. */
    public static final String READY = "Ready";

    /** Whether the last check found it whole. */
    public static final String WHOLE = "Whole";

    private static final Status NONE = new Status(null, null, null, null, null, null, null, List.of());
    private static final int DAMAGE_TOLD = 5;

    private RepositoryStatus() {}

    /** Its status after it was looked at. What was known of one that cannot be reached now is kept. */
    public static Status of(BackupRepository repository, Finding finding, Instant now) {
        Status old = before(repository);
        long generation = repository.metadata().generation();
        return switch (finding) {
            case Finding.Works works ->
                new Status(
                        generation,
                        works.id(),
                        works.password(),
                        works.backups(),
                        Quantity.of(String.valueOf(works.storedBytes())),
                        old.lastStructureCheck(),
                        old.lastCheck(),
                        condition(old, READY, Condition.Status.True, READY, message(works), generation, now));
            case Finding.Fails fails ->
                new Status(
                        // That of the place where the id was found: another place has not been found yet.
                        old.observedGeneration(),
                        old.id(),
                        old.passwordSecret(),
                        old.backups(),
                        old.storedBytes(),
                        old.lastStructureCheck(),
                        old.lastCheck(),
                        condition(
                                old, READY, Condition.Status.False, fails.reason(), fails.message(), generation, now));
        };
    }

    /** Its status after a check. */
    public static Status checked(
            BackupRepository repository, Status old, Check check, List<String> damage, Instant now) {
        long generation = repository.metadata().generation();
        boolean whole = damage.isEmpty();
        boolean all = check == Check.ALL_DATA;
        String message = whole ? wholeMessage(all) : damageMessage(damage);
        return new Status(
                old.observedGeneration(),
                old.id(),
                old.passwordSecret(),
                old.backups(),
                old.storedBytes(),
                whole ? now : old.lastStructureCheck(),
                whole && all ? now : old.lastCheck(),
                condition(
                        old,
                        WHOLE,
                        whole ? Condition.Status.True : Condition.Status.False,
                        whole ? "FoundWhole" : "Damaged",
                        message,
                        generation,
                        now));
    }

    private static Status before(BackupRepository repository) {
        return repository.status() == null ? NONE : repository.status();
    }

    private static List<Condition> condition(
            Status old,
            String type,
            Condition.Status status,
            String reason,
            String message,
            long generation,
            Instant now) {
        return Conditions.set(old.conditions(), type, status, reason, message, generation, now);
    }

    private static String message(Finding.Works works) {
        StringBuilder text = new StringBuilder("Backups are kept in " + works.place() + ".");
        if (works.generated()) {
            text.append(" ").append(escrow(works.password()));
        }
        if (works.unprotected()) {
            text.append(" The way there is plain HTTP: backups are encrypted, but anybody on the way can cut or replace"
                    + " them. Use an https endpoint.");
        }
        return text.toString();
    }

    /** What a user must do about a password that only this server has. */
    public static String escrow(SecretRef password) {
        return "Its password was generated into Secret %1$s/%2$s. Keep a copy elsewhere: without it every backup is lost."
                        .formatted(password.namespace(), password.name())
                + " Print it with: kubectl -n %1$s get secret %2$s -o jsonpath='{.data.password}' | base64 -d"
                        .formatted(password.namespace(), password.name());
    }

    private static String wholeMessage(boolean all) {
        return all
                ? "All data was read and is what was written."
                : "Indexes, packs and manifests fit together. roadstead backup check --read-data reads all data too.";
    }

    private static String damageMessage(List<String> damage) {
        String told = String.join("; ", damage.subList(0, Math.min(DAMAGE_TOLD, damage.size())));
        int more = damage.size() - DAMAGE_TOLD;
        return "Some of what was stored is not there any more, or altered: " + told
                + (more > 0 ? "; and " + more + " more" : "")
                + ". Make a new backup of everything that matters, to another repository, and look at this storage.";
    }
}
