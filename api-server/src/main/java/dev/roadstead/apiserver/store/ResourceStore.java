package dev.roadstead.apiserver.store;

import dev.roadstead.apiserver.audit.AuditRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The durable state. All methods block (call them on virtual threads), have a deadline of their own, and are
 * thread-safe; an interrupt ends them with {@link StoreUnavailableException} and leaves the interrupt flag set.
 */
public interface ResourceStore extends AutoCloseable {
    /**
     * Commits one write, together with whatever other writes wait at the same time. When it returns
     * {@link WriteResult.Committed} the change survives the death of every process.
     *
     * @throws StoreUnavailableException if the outcome is not known or nothing was written
     */
    default WriteResult write(Write write) {
        return write(write, null);
    }

    /**
     * As {@link #write(Write)}; what is committed is the write together with the record, and neither when it is refused.
     *
     * @param audit null: nothing is recorded
     */
    WriteResult write(Write write, @Nullable AuditRecord audit);

    /**
     * Keeps a record of its own, by the next commit; does not wait for it.
     *
     * @return false when too much waits for the database; the record is lost
     */
    boolean record(AuditRecord audit);

    /**
     * The revision of the last commit of the whole database, including those of other API servers.
     *
     * @throws StoreUnavailableException if the database does not answer in time
     */
    long currentRevision();

    /**
     * Passes every object as of one revision, which is returned: at least that of every object, and of every deletion that
     * the objects reflect. What was passed before a failure is to be thrown away.
     *
     * @param objects called on this thread, in no order
     */
    long snapshot(Consumer<StoredObject> objects);

    /** The same, all at once. */
    default Snapshot snapshot() {
        List<StoredObject> objects = new ArrayList<>();
        long revision = snapshot(objects::add);
        return new Snapshot(revision, objects);
    }

    /**
     * How much a {@link #snapshot} would pass; takes about a second for a million objects.
     *
     * @throws StoreUnavailableException if the database does not answer in time
     */
    Extent extent();

    /**
     * At most {@code limit} changes with a revision above {@code afterRevision}, in revision order; fewer where they are
     * large, but at least one when there are any.
     *
     * @throws CompactedException if changes after that revision may have been compacted away
     */
    List<Change> changesAfter(long afterRevision, int limit);

    /**
     * Returns as soon as there may be changes unseen by {@link #changesAfter}, at the latest after {@code atMost}. A hint
     * can be missing or superfluous.
     */
    void awaitHint(Duration atMost) throws InterruptedException;

    @Override
    void close();
}
