package dev.roadstead.bench.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A folder as volumes are: half of it compresses, half does not; a few large files and many small ones. */
final class TestVolume {
    private static final int MEGABYTE = 1 << 20;
    private static final int LARGE = 64;
    private static final int SMALL_FILES = 2_000;
    private static final int CHANGES = 20;

    private final Path folder;
    private final int megabytes;
    private final Random random;

    TestVolume(Path folder, int megabytes, long seed) {
        this.folder = folder;
        this.megabytes = megabytes;
        this.random = new Random(seed);
    }

    Path folder() {
        return folder;
    }

    void make() throws IOException {
        Files.createDirectories(folder.resolve("small"));
        byte[] text = text();
        for (int file = 0; file < megabytes / LARGE; file++) {
            try (var out = Files.newOutputStream(folder.resolve("large" + file))) {
                for (int i = 0; i < LARGE; i++) {
                    out.write(i % 2 == 0 ? noise(MEGABYTE) : shuffled(text));
                }
            }
        }
        for (int file = 0; file < SMALL_FILES; file++) {
            Files.write(folder.resolve("small/file" + file), noise(random.nextInt(8_192)));
        }
    }

    /** Overwrites 1 % of it, in twenty places. */
    void change() throws IOException {
        int size = (int) ((long) megabytes * MEGABYTE / 100 / CHANGES);
        for (int i = 0; i < CHANGES; i++) {
            Path large = folder.resolve("large" + random.nextInt(megabytes / LARGE));
            try (var file = new RandomAccessFile(large.toFile(), "rw")) {
                file.seek(random.nextLong(file.length() - size));
                file.write(noise(size));
            }
        }
    }

    private byte[] noise(int size) {
        byte[] noise = new byte[size];
        random.nextBytes(noise);
        return noise;
    }

    /** A megabyte of log lines. */
    private byte[] text() {
        var text = new StringBuilder();
        while (text.length() < MEGABYTE) {
            text.append("2026-11-21T10:%02d:%02d host-%d request %d took %d ms%n"
                    .formatted(
                            random.nextInt(60), random.nextInt(60), random.nextInt(30), random.nextInt(1_000_000), (int)
                                    Math.abs(random.nextGaussian() * 100)));
        }
        return text.substring(0, MEGABYTE).getBytes(StandardCharsets.UTF_8);
    }

    /** The same lines from another begin, with other numbers among them. */
    private byte[] shuffled(byte[] text) {
        byte[] shuffled = new byte[text.length];
        int begin = random.nextInt(text.length);
        System.arraycopy(text, begin, shuffled, 0, text.length - begin);
        System.arraycopy(text, 0, shuffled, text.length - begin, begin);
        for (int i = 0; i < shuffled.length; i += 1 + random.nextInt(60)) {
            shuffled[i] = (byte) ('0' + random.nextInt(10));
        }
        return shuffled;
    }
}
