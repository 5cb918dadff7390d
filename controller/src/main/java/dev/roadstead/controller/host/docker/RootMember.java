package dev.roadstead.controller.host.docker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first member of a volume's archive, {@code ./}: owner, mode and time of its root. Engines leave the directory that
 * they unpack into as it is, so it is put once more, from its parent and by its name.
 *
 * @param archive what has to be put into the parent; empty when the stream does not begin with its root
 * @param whole the stream as it was
 * @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a>
 */
record RootMember(Optional<byte[]> archive, InputStream whole) {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int SIZE = 124;
    private static final int SIZE_DIGITS = 11;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final char DIRECTORY = '5';
    private static final char EXTENDED = 'x';

    /** More than any extended header that belongs to a directory without a long name. */
    private static final int MOST_EXTENDED = 64 * 1024;

    /** @throws IOException what reading the stream threw */
    static RootMember of(InputStream tar, String directory) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Optional<byte[]> archive = read(tar, read, directory);
        return new RootMember(archive, new SequenceInputStream(new ByteArrayInputStream(read.toByteArray()), tar));
    }

    private static Optional<byte[]> read(InputStream tar, ByteArrayOutputStream read, String directory)
            throws IOException {
        byte[] block = next(tar, BLOCK, read);
        if (block.length == BLOCK && block[TYPE] == EXTENDED) {
            int size = size(block);
            if (size < 0 || size > MOST_EXTENDED) {
                return Optional.empty();
            }
            next(tar, Math.ceilDiv(size, BLOCK) * BLOCK, read);
            block = next(tar, BLOCK, read);
        }
        if (block.length < BLOCK || block[TYPE] != DIRECTORY || !isRoot(block)) {
            return Optional.empty();
        }
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        archive.write(read.toByteArray(), 0, read.size() - BLOCK);
        archive.writeBytes(renamed(block, directory + "/"));
        archive.writeBytes(new byte[2 * BLOCK]);
        return Optional.of(archive.toByteArray());
    }

    private static byte[] next(InputStream tar, int length, ByteArrayOutputStream read) throws IOException {
        byte[] bytes = tar.readNBytes(length);
        read.writeBytes(bytes);
        return bytes;
    }

    /** Of what follows a header; -1 when it is not written in octal digits. */
    private static int size(byte[] header) {
        String digits = new String(header, SIZE, SIZE_DIGITS, StandardCharsets.US_ASCII).strip();
        return digits.matches("[0-7]{1,9}") ? Integer.parseInt(digits, 8) : -1;
    }

    private static boolean isRoot(byte[] header) {
        String name = new String(header, 0, NAME, StandardCharsets.US_ASCII);
        return name.startsWith("./\0") || name.startsWith(".\0");
    }

    private static byte[] renamed(byte[] header, String name) {
        byte[] copy = header.clone();
        Arrays.fill(copy, 0, NAME, (byte) 0);
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, copy, 0, bytes.length);
        Arrays.fill(copy, CHECKSUM, CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (byte value : copy) {
            sum += value & 0xff;
        }
        byte[] digits = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(digits, 0, copy, CHECKSUM, digits.length);
        return copy;
    }
}
