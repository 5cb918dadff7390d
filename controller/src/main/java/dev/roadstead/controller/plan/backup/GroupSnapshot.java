package dev.roadstead.controller.plan.backup;

import dev.roadstead.model.BackupPolicy.Consistency;
import dev.roadstead.model.BackupRepository;
import dev.roadstead.model.Container;
import dev.roadstead.model.Labels;
import dev.roadstead.model.NamespaceBackup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that a NamespaceBackup is decided from; {@code repository} is null when there is none of that name. */
public record GroupSnapshot(
        NamespaceBackup backup,
        List<GroupMember> members,
        @Nullable BackupRepository repository,
        boolean namespaceGoing,
        RunView run,
        Instant now) {

    String name() {
        return backup.metadata().name();
    }

    String namespace() {
        return String.valueOf(backup.metadata().namespace());
    }

    /** What containers are told to keep still for. */
    public static String purpose(NamespaceBackup backup) {
        return "NamespaceBackup/" + backup.metadata().name();
    }

    Consistency consistency() {
        return backup.spec().consistency() == null
                ? Consistency.Pause
                : backup.spec().consistency();
    }

    boolean isHeld() {
        return backup.metadata().finalizers().contains(Labels.BACKUP_FINALIZER);
    }

    boolean isAbandoned() {
        return "true".equals(backup.metadata().annotations().get(Labels.ABANDON));
    }

    /** Why a part of it cannot be made under its name, as a sentence. */
    Optional<String> nameTaken() {
        return members.stream()
                .flatMap(member -> Optional.ofNullable(member.foreign()).stream())
                .findFirst()
                .map(name ->
                        "VolumeBackup %s is there and no part of this backup. Delete it, or give this one another name."
                                .formatted(name));
    }

    /** All containers of all its volumes, each once. */
    Users users() {
        Map<String, Container> all = new TreeMap<>();
        members.forEach(member -> member.users().forEach(user -> all.put(user.key(), user)));
        return new Users(purpose(backup), List.copyOf(all.values()));
    }
}
