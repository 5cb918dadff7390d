package dev.roadstead.controller.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from one thread to another, a MiB of them at most. Unlike java.io's, it tells each end why the other one gave up,
 * and never mistakes a writer that failed for the end of the bytes.
 */
final class Pipe {
    private static final int MOST_BLOCKS = 16;
    private static final int BLOCK_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<byte[]> blocks = new ArrayDeque<>();
    private boolean complete;
    private @Nullable Throwable broken;
    private boolean readerGone;

    /** What was written before {@link #complete}; for one thread. */
    InputStream source() {
        return new Source();
    }

    /** Blocks while the reader is behind; for one thread. Closing it does not {@linkplain #complete complete} the pipe. */
    OutputStream sink() {
        return new Sink();
    }

    /** All has been written. */
    void complete() {
        change(() -> complete = true);
    }

    /** No more will be written, and what was is not all. That the reader went away first is no reason of its own. */
    void fail(Throwable why) {
        change(() -> broken = readerGone ? null : why);
    }

    /** Why the writer failed while the reader still read; null when it did not. */
    @Nullable
    Throwable broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] block) throws IOException {
        lock.lock();
        try {
            while (blocks.size() >= MOST_BLOCKS && !readerGone) {
                changed.await();
            }
            if (readerGone) {
                throw new IOException("nobody reads this stream any more");
            }
            blocks.add(block);
            changed.signalAll();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /** The next block; null at the end. */
    private byte @Nullable [] take() throws IOException {
        lock.lock();
        try {
            while (blocks.isEmpty() && !complete && broken == null) {
                changed.await();
            }
            if (broken != null) {
                throw new IOException(broken.getMessage(), broken);
            }
            byte[] block = blocks.poll();
            changed.signalAll();
            return block;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private static IOException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        InterruptedIOException cancelled = new InterruptedIOException("cancelled");
        cancelled.initCause(e);
        return cancelled;
    }

    private final class Source extends InputStream {
        private byte[] block = new byte[0];
        private int at;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            if (at == block.length) {
                byte[] next = take();
                if (next == null) {
                    return -1;
                }
                block = next;
                at = 0;
            }
            int count = Math.min(length, block.length - at);
            System.arraycopy(block, at, into, offset, count);
            at += count;
            return count;
        }

        @Override
        public int available() {
            return block.length - at;
        }

        @Override
        public void close() {
            change(() -> {
                readerGone = true;
                blocks.clear();
            });
        }
    }

    private final class Sink extends OutputStream {
        @Override
        public void write(int value) throws IOException {
            put(new byte[] {(byte) value});
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, from.length);
            for (int at = 0; at < length; at += BLOCK_BYTES) {
                int start = offset + at;
                put(Arrays.copyOfRange(from, start, start + Math.min(BLOCK_BYTES, length - at)));
            }
        }
    }
}
