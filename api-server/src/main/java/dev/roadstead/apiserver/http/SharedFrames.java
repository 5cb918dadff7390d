package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.watch.WatchEvent;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The encoded forms of the most recent events, so that what a thousand watchers see is encoded once. A lost race costs a
 * second encoding and nothing else. Thread-safe.
 */
final class SharedFrames {
    private static final int SLOTS = 512;
    /** Larger ones are encoded for each watcher: together the slots hold at most 32 MiB. */
    private static final int MAX_BYTES = 64 * 1024;

    private final AtomicReferenceArray<@Nullable Frame> slots = new AtomicReferenceArray<>(SLOTS);

    @SuppressWarnings("ArrayRecordComponent") // shared on purpose: encoded once, sent many times
    private record Frame(WatchEvent event, Object form, byte[] bytes) {
        /** The revision names the change; what it is to a watcher is told by the type. */
        boolean shows(WatchEvent other, Object otherForm) {
            return event.object().revision() == other.object().revision()
                    && event.type() == other.type()
                    && form.equals(otherForm);
        }
    }

    /** The event in a form, from {@code encode} when nobody has encoded it lately. */
    byte[] get(WatchEvent event, Object form, Supplier<byte[]> encode) {
        int slot = Math.floorMod(
                31 * Long.hashCode(event.object().revision())
                        + event.type().name().hashCode()
                        + form.hashCode(),
                SLOTS);
        Frame known = slots.get(slot);
        if (known != null && known.shows(event, form)) {
            return known.bytes();
        }
        byte[] bytes = encode.get();
        if (bytes.length <= MAX_BYTES) {
            slots.set(slot, new Frame(event, form, bytes));
        }
        return bytes;
    }
}
