package dev.roadstead.backup.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The block of 512 bytes before each member, as numbers and bytes; judged by nobody yet. */
final class Header {
    static final int BLOCK = 512;

    private static final int CHECKSUM = 148;

    private final byte[] block;

    Header(byte[] block) {
        this.block = block;
    }

    boolean isEmpty() {
        for (byte value : block) {
            if (value != 0) {
                return false;
            }
        }
        return true;
    }

    void verify() {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block[i] & 0xff;
        }
        if (sum != number(CHECKSUM, 8)) {
            throw Refusal.of("a header's checksum is wrong; the stream is no tar archive, or was altered");
        }
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    String name() {
        String name = text(0, 100);
        boolean posix = text(257, 6).equals("ustar") && block[263] == '0';
        String prefix = posix ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String link() {
        return text(157, 100);
    }

    int mode() {
        return (int) number(100, 8) & 07777;
    }

    long uid() {
        return number(108, 8);
    }

    long gid() {
        return number(116, 8);
    }

    long size() {
        return number(124, 12);
    }

    long seconds() {
        return number(136, 12);
    }

    private String text(int offset, int length) {
        int end = offset;
        while (end < offset + length && block[end] != 0) {
            end++;
        }
        return new String(block, offset, end - offset, ISO_8859_1);
    }

    /** Octal digits, or GNU's big-endian two's complement whose first bit is set. */
    private long number(int offset, int length) {
        if ((block[offset] & 0x80) != 0) {
            return binary(offset, length);
        }
        String digits = text(offset, length).strip();
        if (!digits.matches("[0-7]{0,20}")) {
            throw Refusal.of("a header has \"" + Names.toText(digits) + "\" where an octal number belongs");
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    private long binary(int offset, int length) {
        boolean negative = (block[offset] & 0x40) != 0;
        long value = negative ? block[offset] : block[offset] & 0x7f;
        for (int i = 1; i < length; i++) {
            if (value >= 1L << 54 || value < -(1L << 54)) {
                throw Refusal.of("a header has a number of more than 62 bits");
            }
            value = (value << 8) | (block[offset + i] & 0xff);
        }
        return value;
    }
}
