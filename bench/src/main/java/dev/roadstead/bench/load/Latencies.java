package dev.roadstead.bench.load;

import java.util.Arrays;
import java.util.List;

/** Durations in nanoseconds, sorted. */
public final class Latencies {
    private static final int FIRST_CAPACITY = 4096;

    private final long[] sorted;

    private Latencies(long[] sorted) {
        this.sorted = sorted;
    }

    /** Collects for one thread. */
    public static final class Recorder {
        private long[] values = new long[FIRST_CAPACITY];
        private int size;

        public void add(long nanos) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = nanos;
        }

        public int size() {
            return size;
        }
    }

    public static Latencies of(List<Recorder> recorders) {
        long[] all = new long[recorders.stream().mapToInt(Recorder::size).sum()];
        int at = 0;
        for (Recorder recorder : recorders) {
            System.arraycopy(recorder.values, 0, all, at, recorder.size);
            at += recorder.size;
        }
        Arrays.sort(all);
        return new Latencies(all);
    }

    public int count() {
        return sorted.length;
    }

    /**
     * The value that so much of all do not exceed, in milliseconds; not a number without values.
     *
     * @param part from 0 to 1
     */
    public double millis(double part) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int index = (int) Math.ceil(part * sorted.length) - 1;
        return sorted[Math.clamp(index, 0, sorted.length - 1)] / 1e6;
    }
}
