package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.audit.AuditEntry;
import dev.roadstead.apiserver.audit.HashChain;
import dev.roadstead.apiserver.store.Basis;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.Write;
import dev.roadstead.apiserver.store.WriteResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a group comes to, from what is known while the revision is locked: nobody can change what it rests on. Pure.
 *
 * @param results of the pending writes, in their order; null for those that are records alone
 * @param after the counters when all this is committed
 */
record GroupPlan(List<@Nullable WriteResult> results, List<NewState> states, List<AuditEntry> entries, Counters after) {

    /** What the locked row holds. */
    @SuppressWarnings("ArrayRecordComponent") // never modified
    record Counters(long epoch, long revision, long auditSequence, byte[] auditHash) {}

    /** What is known of an object that exists. */
    record Present(String uid, long revision) {}

    /**
     * A write that is accepted.
     *
     * @param previous the revision of the state that it replaces; 0 for a creation
     */
    record NewState(Change.Type type, Write write, long revision, long previous) {}

    /**
     * Decides.
     *
     * @param group at most one write of each key
     * @param present the objects that exist, at least those that the group writes
     * @param overtaken those bases of the group that do not hold any more
     */
    static GroupPlan decide(
            List<PendingWrite> group, Counters before, Map<ObjectKey, Present> present, Set<Basis> overtaken) {
        List<@Nullable WriteResult> results = new ArrayList<>(group.size());
        List<NewState> states = new ArrayList<>(group.size());
        List<AuditEntry> entries = new ArrayList<>(group.size());
        long revision = before.revision();
        byte[] hash = before.auditHash();
        for (PendingWrite pending : group) {
            Write write = pending.write();
            WriteResult refusal = write == null ? null : refusal(write, present.get(write.key()));
            if (write != null && refusal == null && isOvertaken(write.basis(), overtaken, states)) {
                refusal = new WriteResult.Overtaken();
            }
            if (write != null && refusal == null) {
                revision++;
                states.add(accept(write, revision));
            }
            if (refusal == null && pending.audit() != null) {
                AuditEntry entry = HashChain.link(
                        hash,
                        before.auditSequence() + entries.size() + 1,
                        write == null ? 0 : revision,
                        pending.audit());
                entries.add(entry);
                hash = entry.hash();
            }
            results.add(write == null ? null : refusal == null ? new WriteResult.Committed(revision) : refusal);
        }
        Counters after = new Counters(before.epoch(), revision, before.auditSequence() + entries.size(), hash);
        return new GroupPlan(results, states, entries, after);
    }

    /**
     * As {@link #decide}, if every object is as its write wants it, and every basis holds: statements that check this must
     * go with it.
     */
    static GroupPlan assume(List<PendingWrite> group, Counters before) {
        Map<ObjectKey, Present> wanted = new HashMap<>();
        for (PendingWrite pending : group) {
            switch (pending.write()) {
                case Write.Update it -> wanted.put(it.key(), new Present(it.uid(), it.expectedRevision()));
                case Write.Delete it -> wanted.put(it.key(), new Present(it.uid(), it.expectedRevision()));
                case Write.Create _ -> {}
                case null -> {}
            }
        }
        return decide(group, before, wanted, Set.of());
    }

    /** By what was committed before, or by what the group itself writes earlier. */
    private static boolean isOvertaken(@Nullable Basis basis, Set<Basis> overtaken, List<NewState> states) {
        return basis != null
                && (overtaken.contains(basis) || states.stream().anyMatch(state -> basis.isOvertakenBy(state.write())));
    }

    /** What the accepted writes are based on. */
    List<Basis> bases() {
        return states.stream()
                .map(state -> state.write().basis())
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Whether there is nothing to commit. */
    boolean isEmpty() {
        return states.isEmpty() && entries.isEmpty();
    }

    private static @Nullable WriteResult refusal(Write write, @Nullable Present present) {
        return switch (write) {
            case Write.Create create -> present == null ? null : new WriteResult.AlreadyExists();
            case Write.Update update -> refusal(update.uid(), update.expectedRevision(), present);
            case Write.Delete delete -> refusal(delete.uid(), delete.expectedRevision(), present);
        };
    }

    private static @Nullable WriteResult refusal(String uid, long expectedRevision, @Nullable Present present) {
        return new Present(uid, expectedRevision).equals(present) ? null : new WriteResult.Conflict();
    }

    private static NewState accept(Write write, long revision) {
        return switch (write) {
            case Write.Create create -> new NewState(Change.Type.ADDED, write, revision, 0);
            case Write.Update update -> new NewState(Change.Type.MODIFIED, write, revision, update.expectedRevision());
            case Write.Delete delete -> new NewState(Change.Type.DELETED, write, revision, delete.expectedRevision());
        };
    }
}
