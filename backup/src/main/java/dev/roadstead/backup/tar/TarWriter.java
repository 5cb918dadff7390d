package dev.roadstead.backup.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes members in the POSIX formats: ustar, with an extended header (pax) where that is not enough. The caller keeps
 * the order. Not thread-safe.
 */
public final class TarWriter {
    private static final int NAME = 100;
    private static final long OCTAL_7 = 07777777;
    private static final long OCTAL_11 = 077777777777L;

    private final OutputStream out;
    private long content;
    private int padding;

    public TarWriter(OutputStream out) {
        this.out = out;
    }

    /** A member; its content, if it has any, is written next. */
    public void begin(Member member) throws IOException {
        finishMember();
        String name = member.path().isEmpty()
                ? "./"
                : "./" + member.path() + (member.type() == Member.Type.DIRECTORY ? "/" : "");
        String link = member.type() == Member.Type.HARD_LINK ? "./" + member.target() : member.target();
        Map<String, String> extensions = extensions(member, name, link);
        if (!extensions.isEmpty()) {
            byte[] data = PaxRecords.format(extensions);
            header("./PaxHeaders/" + shortened(member.name()), 'x', 0644, 0, 0, 0, data.length, "");
            out.write(data);
            out.write(new byte[Math.floorMod(-data.length, Header.BLOCK)]);
        }
        header(
                name,
                typeFlag(member.type()),
                member.mode(),
                within(member.uid(), OCTAL_7),
                within(member.gid(), OCTAL_7),
                within(member.seconds(), OCTAL_11),
                within(member.size(), OCTAL_11),
                link);
        content = member.size();
        padding = (int) Math.floorMod(-member.size(), (long) Header.BLOCK);
    }

    /** A part of the member's content. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        content -= length;
        if (content < 0) {
            throw new IllegalStateException("the content is longer than the member's size");
        }
        out.write(bytes, offset, length);
    }

    /** Two empty blocks end an archive. */
    public void finish() throws IOException {
        finishMember();
        out.write(new byte[2 * Header.BLOCK]);
        out.flush();
    }

    private void finishMember() throws IOException {
        if (content != 0) {
            throw new IllegalStateException(content + " bytes of the member's content are missing");
        }
        out.write(new byte[padding]);
        padding = 0;
    }

    private static Map<String, String> extensions(Member member, String name, String link) {
        var extensions = new TreeMap<String, String>();
        if (name.length() > NAME) {
            extensions.put(PaxRecords.PATH, name);
        }
        if (link.length() > NAME) {
            extensions.put(PaxRecords.LINK, link);
        }
        if (member.uid() > OCTAL_7) {
            extensions.put(PaxRecords.UID, Long.toString(member.uid()));
        }
        if (member.gid() > OCTAL_7) {
            extensions.put(PaxRecords.GID, Long.toString(member.gid()));
        }
        if (member.size() > OCTAL_11) {
            extensions.put(PaxRecords.SIZE, Long.toString(member.size()));
        }
        if (member.nanos() != 0 || member.seconds() < 0 || member.seconds() > OCTAL_11) {
            extensions.put(PaxRecords.MTIME, time(member));
        }
        member.xattrs().forEach((key, value) -> extensions.put(PaxRecords.XATTR + key, value));
        return extensions;
    }

    private static String time(Member member) {
        var whole = java.math.BigDecimal.valueOf(member.seconds());
        return whole.add(java.math.BigDecimal.valueOf(member.nanos(), 9))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static char typeFlag(Member.Type type) {
        return switch (type) {
            case FILE -> '0';
            case HARD_LINK -> '1';
            case SYMLINK -> '2';
            case DIRECTORY -> '5';
            case FIFO -> '6';
        };
    }

    /** A number that does not fit stands in the extended header. */
    private static long within(long number, long limit) {
        return number < 0 || number > limit ? 0 : number;
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(name.length(), 80));
    }

    private void header(String name, char type, int mode, long uid, long gid, long seconds, long size, String link)
            throws IOException {
        byte[] block = new byte[Header.BLOCK];
        text(block, 0, NAME, name);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, uid);
        octal(block, 116, 8, gid);
        octal(block, 124, 12, size);
        octal(block, 136, 12, seconds);
        text(block, 148, 8, "        ");
        block[156] = (byte) type;
        text(block, 157, NAME, link);
        text(block, 257, 8, "ustar\00000");
        int sum = 0;
        for (byte value : block) {
            sum += value & 0xff;
        }
        octal(block, 148, 7, sum);
        out.write(block);
    }

    private static void octal(byte[] block, int offset, int length, long number) {
        String digits = Long.toOctalString(number);
        text(block, offset, length, "0".repeat(length - 1 - digits.length()) + digits + "\0");
    }

    private static void text(byte[] block, int offset, int length, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
    }
}
