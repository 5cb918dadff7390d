package dev.roadstead.backup.restic;

import dev.roadstead.backup.crypto.SealingKey;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Where every blob is, in memory: 48 bytes each and a few for finding it. Of a blob that is in several packs it knows
 * one. Not thread-safe.
 */
public final class BlobIndex {
    private static final int WORDS = 6;
    private static final int PAGE = 1 << 12;
    private static final long TREE = Long.MIN_VALUE;

    private final List<Id> packs = new ArrayList<>();
    /** Where each pack's last blob ends. */
    private final List<Integer> ends = new ArrayList<>();
    /** Of each blob: 4 words of id; pack and offset; type, length and clear length. */
    private final List<long[]> pages = new ArrayList<>();

    private final BitSet marked = new BitSet();
    /** Number of a blob and one; 0 is free. */
    private int[] slots = new int[1 << 10];

    private int size;

    /**
     * Where a blob is.
     *
     * @param packEnd where the last blob of its pack ends
     */
    public record Location(Id pack, int packEnd, Entry entry) {
        /** Of its content. */
        public int clearLength() {
            return entry.clearLength() > 0 ? entry.clearLength() : entry.length() - SealingKey.OVERHEAD;
        }
    }

    /** What is in a pack; blobs that are known already stay where they are. */
    public void add(IndexFile.PackEntries pack) {
        packs.add(pack.pack());
        ends.add(pack.entries().stream()
                .mapToInt(entry -> entry.offset() + entry.length())
                .max()
                .orElse(0));
        for (Entry entry : pack.entries()) {
            add(packs.size() - 1, entry);
        }
    }

    /** Remembers a blob that is about to be stored; false when it is known already. */
    public boolean reserve(BlobType type, Id id) {
        return add(-1, new Entry(id, type, 0, 0, 0));
    }

    public Optional<Location> find(BlobType type, Id id) {
        int at = slots[slot(type, id)] - 1;
        return at < 0 ? Optional.empty() : Optional.of(location(at));
    }

    public boolean contains(BlobType type, Id id) {
        return slots[slot(type, id)] != 0;
    }

    /** Marks a blob as needed; false when it was already. */
    public boolean mark(BlobType type, Id id) {
        int at = slots[slot(type, id)] - 1;
        if (at < 0 || marked.get(at)) {
            return false;
        }
        marked.set(at);
        return true;
    }

    /** How many blobs it knows. */
    public int size() {
        return size;
    }

    /** The packs that there are, each once. */
    public List<Id> packs() {
        return Collections.unmodifiableList(packs);
    }

    /** Where the last blob ends of one of {@link #packs}. */
    public int packEnd(int number) {
        return ends.get(number);
    }

    /** Bytes of marked blobs in each pack, in the order of {@link #packs}. */
    public long[] markedBytes() {
        long[] bytes = new long[packs.size()];
        for (int at = marked.nextSetBit(0); at >= 0; at = marked.nextSetBit(at + 1)) {
            bytes[(int) (word(at, 4) >>> 32)] += length(at);
        }
        return bytes;
    }

    /** Whether this pack's copy of a blob is the one that is needed. */
    public boolean isMarkedIn(Id pack, Entry entry) {
        int at = slots[slot(entry.type(), entry.id())] - 1;
        return at >= 0 && marked.get(at) && location(at).pack().equals(pack) && (int) word(at, 4) == entry.offset();
    }

    private boolean add(int pack, Entry entry) {
        int slot = slot(entry.type(), entry.id());
        if (slots[slot] != 0) {
            return false;
        }
        if (size % PAGE == 0) {
            pages.add(new long[PAGE * WORDS]);
        }
        long[] page = pages.get(size / PAGE);
        int at = size % PAGE * WORDS;
        page[at] = entry.id().a();
        page[at + 1] = entry.id().b();
        page[at + 2] = entry.id().c();
        page[at + 3] = entry.id().d();
        page[at + 4] = ((long) pack << 32) | entry.offset();
        page[at + 5] = ((long) entry.length() << 32) | entry.clearLength() | (entry.type() == BlobType.TREE ? TREE : 0);
        slots[slot] = ++size;
        if (size > slots.length / 4 * 3) {
            grow();
        }
        return true;
    }

    private Location location(int at) {
        Id id = new Id(word(at, 0), word(at, 1), word(at, 2), word(at, 3));
        int pack = (int) (word(at, 4) >>> 32);
        if (pack < 0) {
            throw new IllegalStateException("blob " + id + " is still being stored");
        }
        BlobType type = word(at, 5) < 0 ? BlobType.TREE : BlobType.DATA;
        return new Location(
                packs.get(pack), ends.get(pack), new Entry(id, type, (int) word(at, 4), length(at), (int) word(at, 5)));
    }

    private int length(int at) {
        return (int) (word(at, 5) >>> 32) & Integer.MAX_VALUE;
    }

    private int slot(BlobType type, Id id) {
        int slot = (int) id.a() & (slots.length - 1);
        while (slots[slot] != 0 && !is(slots[slot] - 1, type, id)) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private boolean is(int at, BlobType type, Id id) {
        return word(at, 0) == id.a()
                && word(at, 1) == id.b()
                && word(at, 2) == id.c()
                && word(at, 3) == id.d()
                && word(at, 5) < 0 == (type == BlobType.TREE);
    }

    private void grow() {
        slots = new int[slots.length * 2];
        for (int at = 0; at < size; at++) {
            int slot = (int) word(at, 0) & (slots.length - 1);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = at + 1;
        }
    }

    private long word(int at, int word) {
        return pages.get(at / PAGE)[at % PAGE * WORDS + word];
    }
}
