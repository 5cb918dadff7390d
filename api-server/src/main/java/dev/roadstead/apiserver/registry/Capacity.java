package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Principal;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Refuses writes for which the memory of this server has no room: every object stands in it. Reads, deletions and
 * whatever does not grow go on. What is committed and not yet in the watch cache is not counted, so the limit is exceeded
 * by no more than what is under way at a time. Thread-safe; takes no lock.
 */
public final class Capacity {
    /** Bytes; statuses, finalizers and labels are smaller than this. */
    private static final long SMALL = 4096;

    /**
     * A server that cannot write what they write does not start: the definitions of a newer version, and the keys that
     * sign-in needs.
     */
    private static final Set<String> STARTERS = Set.of(
            Principal.SERVER + "bootstrap", Principal.SERVER + "name-arbiter", Principal.SERVER + "sign-in-start");

    /** Who leads; and who is signed in, or nobody could come to delete anything. A User has 64 Sessions at most. */
    private static final Set<String> LIFELINES = Set.of("leases.coordination.k8s.io", "sessions.roadstead.dev");

    private static final Set<String> EVENTS = Set.of("events", "events.events.k8s.io");

    private final LongSupplier held;
    private final Room room;
    private final LongAdder refused = new LongAdder();

    /** {@code held} tells what all objects take, in bytes. */
    public Capacity(LongSupplier held, Room room) {
        this.held = held;
        this.room = room;
    }

    /** What all objects take now, in bytes. */
    public long held() {
        return held.getAsLong();
    }

    /** In bytes; what anybody may fill. */
    public long limit() {
        return room.limit();
    }

    /** How many writes were refused since the start, dry runs included. */
    public long refused() {
        return refused.sum();
    }

    /** Whether there is room for a whole object of this size, so that nobody has to look how much it grows. */
    boolean isAmple(long bodyBytes) {
        return room.admits(held(), CachedObject.heldBytes(bodyBytes), Room.Need.ORDINARY);
    }

    /**
     * Returns when there is room for a write.
     *
     * @param current null for a creation
     * @param growth by how many bytes its body grows; all of them for a creation
     * @param fresh whether the client is told, and not a stale state is looked at that is read again first
     * @throws ApiException InsufficientStorage when there is none
     */
    void require(
            Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller, long growth, boolean fresh) {
        long more = current == null ? CachedObject.heldBytes(growth) : growth;
        long now = held();
        if (!room.admits(now, more, need(target, current, next, caller, more))) {
            if (fresh) {
                refused.increment();
            }
            String cannot = target.subject().describe() + (current == null ? " cannot be created" : " cannot grow");
            throw new ApiException(new ApiFault.InsufficientStorage(
                    target.subject(),
                    cannot + ": objects take " + size(now) + " of the " + size(limit())
                            + " of memory that this server has for them, and this would take " + size(more)
                            + " more; delete objects, or start the server with more memory or another"
                            + " --object-memory"));
        }
    }

    /**
     * Which part of the room a write may use. Pure.
     *
     * @param growth in bytes
     */
    static Room.Need need(Target target, @Nullable ObjectNode current, ObjectNode next, Caller caller, long growth) {
        String resource = target.definition().resource();
        boolean own = caller.principal().isServer()
                || (caller.impersonator() != null && caller.impersonator().isServer());
        boolean marked = current != null && Metadata.isMarking(current, next);
        boolean goes = own && current != null && Metadata.isDeleting(next);
        boolean keepsAlive = own && LIFELINES.contains(resource);
        if (marked || goes || keepsAlive || STARTERS.contains(caller.principal().user())) {
            return Room.Need.VITAL;
        }
        if (current == null && EVENTS.contains(resource)) {
            return Room.Need.ORDINARY; // whoever makes them: they only tell
        }
        if (own) {
            return Room.Need.OWN;
        }
        return current != null && growth <= SMALL ? Room.Need.SMALL : Room.Need.ORDINARY;
    }

    /** With what people read and write: {@code 537.6 MiB}. */
    public static String size(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
