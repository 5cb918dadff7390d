package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.Change;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What this server has committed and its follower has not read yet, so that it need not be read back. It is handed over
 * only to a follower that stands exactly before it, in the same history; any other reads the log. Thread-safe.
 */
final class RecentCommits {
    static final int MAX_BYTES = 16 << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Commit> commits = new ArrayDeque<>();
    private @Nullable Position newest;
    private int bytes;

    /**
     * A place in the log.
     *
     * @param committedAt when the change of that revision was committed: two histories do not agree in that
     */
    record Position(long revision, OffsetDateTime committedAt) {}

    /** What follows a place, and the place where it ends. */
    record Commit(Position after, List<Change> changes, Position end) {
        int bytes() {
            return changes.stream().mapToInt(Change::bytes).sum();
        }
    }

    /** The changes of one transaction, in order; at least one. */
    void add(List<Change> changes, OffsetDateTime lastCommittedAt) {
        Position end = new Position(changes.getLast().revision(), lastCommittedAt);
        lock.lock();
        try {
            Position before = newest;
            newest = end;
            if (before == null || before.revision() + 1 != changes.getFirst().revision()) {
                clear(); // another server's commits are in between, or it is not known what came before
                return;
            }
            Commit commit = new Commit(before, changes, end);
            if (bytes + commit.bytes() > MAX_BYTES) {
                clear();
                return;
            }
            commits.addLast(commit);
            bytes += commit.bytes();
        } finally {
            lock.unlock();
        }
    }

    /** Hands over what follows the place, at most {@code limit} changes, and forgets all before; null if not known. */
    @Nullable
    Commit takeAfter(Position place, int limit) {
        lock.lock();
        try {
            List<Change> changes = new ArrayList<>();
            Position end = place;
            Iterator<Commit> known = commits.iterator();
            while (known.hasNext()) {
                Commit next = known.next();
                boolean follows = next.after().equals(end);
                if (next.after().revision() > end.revision()
                        || changes.size() + next.changes().size() > limit) {
                    break;
                }
                if (follows) {
                    changes.addAll(next.changes());
                    end = next.end();
                }
                known.remove();
                bytes -= next.bytes();
            }
            return changes.isEmpty() ? null : new Commit(place, changes, end);
        } finally {
            lock.unlock();
        }
    }

    /** To be called when the connection is lost: the database may come back with another history. */
    void restart() {
        lock.lock();
        try {
            newest = null;
            clear();
        } finally {
            lock.unlock();
        }
    }

    private void clear() {
        commits.clear();
        bytes = 0;
    }
}
