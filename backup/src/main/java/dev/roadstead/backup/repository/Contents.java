package dev.roadstead.backup.repository;

import dev.roadstead.backup.chunk.Chunker;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Files' contents on their way from the tar stream to the sealers: {@value #SLABS} arrays as long as the longest piece,
 * which are used again and again. Pieces lie one behind the other and are handed over where they are; only what does not
 * fit behind the others is moved, to the next array. When all are in use, reading waits. Used by one thread; what was
 * handed over is given back by any.
 */
final class Contents {
    private static final int SLABS = 3;

    private final BlockingQueue<Slab> free = new ArrayBlockingQueue<>(SLABS);
    private Slab slab = new Slab();
    private int made = 1;
    private int begin;
    private int end;

    /** What bytes come from; -1 at the end. */
    @FunctionalInterface
    interface Source {
        int read(byte[] buffer, int offset, int length) throws IOException;
    }

    /** The array that has the piece; another one after each call of {@link #read}. */
    byte[] bytes() {
        return slab.bytes;
    }

    /** Where the piece begins. */
    int begin() {
        return begin;
    }

    /** What has been read and not taken, at most {@link Chunker#MAX}. */
    int length() {
        return end - begin;
    }

    /** Reads some bytes more, at most {@code most}; -1 at the end. */
    int read(Source source, int most) throws IOException {
        if (end == slab.bytes.length) {
            move();
        }
        int count = source.read(slab.bytes, end, Math.min(most, slab.bytes.length - end));
        end += Math.max(0, count);
        return count;
    }

    /** Hands over so many bytes at the begin: they stay as they are until what is returned was run. */
    Runnable take(int length) {
        Slab taken = slab;
        taken.users.incrementAndGet();
        begin += length;
        return () -> giveBack(taken);
    }

    private void move() {
        Slab next = next();
        int length = end - begin;
        System.arraycopy(slab.bytes, begin, next.bytes, 0, length);
        giveBack(slab);
        slab = next;
        begin = 0;
        end = length;
    }

    private Slab next() {
        Slab there = free.poll();
        if (there == null && made < SLABS) {
            made++;
            return new Slab();
        }
        Slab next = there == null ? Interrupts.take(free) : there;
        next.users.set(1);
        return next;
    }

    private void giveBack(Slab used) {
        if (used.users.decrementAndGet() == 0) {
            free.add(used);
        }
    }

    /** An array, and how many need what it has: who reads into it, and each who was handed a piece. */
    private static final class Slab {
        private final byte[] bytes = new byte[Chunker.MAX];
        private final AtomicInteger users = new AtomicInteger(1);
    }
}
