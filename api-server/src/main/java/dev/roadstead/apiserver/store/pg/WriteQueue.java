package dev.roadstead.apiserver.store.pg;

import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The writes that wait for their commit, first come, first served; bounded by count and bytes. Thread-safe. */
final class WriteQueue {
    static final int MAX_GROUP_WRITES = 200;
    static final int MAX_GROUP_BYTES = 4 << 20;

    private final int maxWrites;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final ArrayDeque<PendingWrite> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    WriteQueue(int maxWrites, long maxBytes) {
        this.maxWrites = maxWrites;
        this.maxBytes = maxBytes;
    }

    /** False, and nothing queued, when there is no room or the queue is closed. */
    boolean offer(PendingWrite write) {
        lock.lock();
        try {
            int size = write.bytes();
            if (closed || waiting.size() >= maxWrites || bytes + size > maxBytes) {
                return false;
            }
            waiting.addLast(write);
            bytes += size;
            added.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for at least one write and takes all that fit in a group, at most one of each key; the others of a key keep
     * their order. Writes whose callers have given up are dropped. Empty when the queue is closed and used up.
     */
    List<PendingWrite> takeGroup() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                List<PendingWrite> group = removeGroup();
                if (!group.isEmpty() || closed) {
                    return group;
                }
                added.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses further writes; those that wait can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private List<PendingWrite> removeGroup() {
        List<PendingWrite> group = new ArrayList<>();
        Set<ObjectKey> keys = new HashSet<>();
        long groupBytes = 0;
        Iterator<PendingWrite> candidates = waiting.iterator();
        while (candidates.hasNext() && group.size() < MAX_GROUP_WRITES) {
            PendingWrite candidate = candidates.next();
            int size = candidate.bytes();
            boolean abandoned = candidate.result().isDone();
            if (!abandoned) {
                if (!group.isEmpty() && groupBytes + size > MAX_GROUP_BYTES) {
                    break;
                }
                if (candidate.write() != null && !keys.add(candidate.write().key())) {
                    continue;
                }
                group.add(candidate);
                groupBytes += size;
            }
            candidates.remove();
            bytes -= size;
        }
        return group;
    }
}
