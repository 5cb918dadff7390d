package dev.roadstead.apiserver.watch;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The recent history of one resource, up to the present: a list that one thread extends at one end and shortens at the
 * other, while readers walk along it without a lock.
 */
final class ResourceLog {
    private final Set<LogSubscription> subscriptions = ConcurrentHashMap.newKeySet();

    /** Everything behind it can be replayed. */
    private volatile LogEntry oldest;

    private volatile LogEntry newest;

    ResourceLog(long start, ObjectMap objects) {
        oldest = new LogEntry(start, objects);
        newest = oldest;
    }

    LogEntry newest() {
        return newest;
    }

    /**
     * The last entry at or before a revision, that is, the place from which everything after it follows.
     *
     * @throws ExpiredRevisionException if the changes after that revision cannot all be replayed
     */
    LogEntry at(long revision) throws ExpiredRevisionException {
        LogEntry latest = newest;
        if (latest.revision() <= revision) {
            return latest;
        }
        LogEntry found = oldest;
        if (revision < found.revision()) {
            throw new ExpiredRevisionException(revision, found.revision());
        }
        for (LogEntry next = found.next(); next != null && next.revision() <= revision; next = found.next()) {
            found = next;
        }
        if (found.isCut()) {
            throw new ExpiredRevisionException(revision, oldest.revision());
        }
        return found;
    }

    /** Called by the writer alone. */
    void append(LogEntry entry) {
        newest.append(entry);
        newest = entry;
    }

    /** Forgets what is there, so that the past can be told first; called by the writer alone, before there are readers. */
    void startAt(LogEntry start) {
        oldest = start;
        newest = start;
    }

    /** Drops the oldest change; called by the writer alone. Returns it. */
    WindowEntry dropOldest() {
        LogEntry before = oldest;
        LogEntry dropped = Objects.requireNonNull(before.next(), "only what was appended is dropped");
        oldest = dropped;
        before.cut();
        return Objects.requireNonNull(dropped.change(), "only the start has no change");
    }

    void add(LogSubscription subscription) {
        subscriptions.add(subscription);
    }

    void remove(LogSubscription subscription) {
        subscriptions.remove(subscription);
    }

    /**
     * Wakes those who may want one of the changes that were appended, and lets the others pass by.
     *
     * @param before the entry in front of the first of them
     * @param namespaces those of the changed objects
     */
    void announce(LogEntry before, Set<String> namespaces) {
        LogEntry last = newest;
        for (LogSubscription subscription : subscriptions) {
            subscription.announced(before, last, namespaces);
        }
    }

    void end(RuntimeException reason) {
        subscriptions.forEach(subscription -> subscription.end(reason));
    }

    /**
     * What existed at a revision.
     *
     * @throws ExpiredRevisionException if that is not known any more
     */
    ObjectMap objectsAt(long revision) throws ExpiredRevisionException {
        ObjectMap objects = at(revision).objects();
        if (objects == null) {
            throw new ExpiredRevisionException(revision, oldest.revision());
        }
        return objects;
    }

    /**
     * Returns when a selection can tell what became of its objects from a place on.
     *
     * @throws ExpiredRevisionException if it would need a state from before this server started
     */
    void checkReplayable(LogEntry place, Selection selection) throws ExpiredRevisionException {
        for (LogEntry entry = place.next(); entry != null; entry = entry.next()) {
            WindowEntry change = entry.change();
            if (change != null && selection.cannotSee(change)) {
                throw new ExpiredRevisionException(place.revision(), entry.revision());
            }
        }
    }
}
