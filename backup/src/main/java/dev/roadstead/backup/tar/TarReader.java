package dev.roadstead.backup.tar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads members, one after the other, as POSIX (ustar, pax) and GNU tar write them. Refuses what it does not know, what
 * ends too early and what could unpack to more than the stream has (sparse files). Judging paths is left to
 * {@link MemberRules}. Not thread-safe.
 */
public final class TarReader {
    /** More than any file system's names and xattrs together. */
    private static final int EXTENSION_LIMIT = 1 << 20;

    /** Years 0 to 9999, which is all that restic's format can say; other times become the nearest of these. */
    private static final long FIRST_SECOND = -62_167_219_200L;

    private static final long LAST_SECOND = 253_402_300_799L;

    private final InputStream in;
    private final OutputStream frame;
    private final OutputStream contents;
    private long content;
    private int padding;

    public TarReader(InputStream in) {
        this(in, OutputStream.nullOutputStream());
    }

    /** Every byte that is read but the files' contents goes to {@code frame} too. */
    public TarReader(InputStream in, OutputStream frame) {
        this(in, frame, OutputStream.nullOutputStream());
    }

    /** Bytes of files' contents go to {@code contents} too, and all others to {@code frame}. */
    TarReader(InputStream in, OutputStream frame, OutputStream contents) {
        this.in = in;
        this.frame = frame;
        this.contents = contents;
    }

    /**
     * The next member, or null at the proper end of the archive. The content of the last one has been read to its end.
     *
     * @throws dev.roadstead.backup.RepositoryException REFUSED
     */
    public @Nullable Member next() throws IOException {
        if (content > 0) {
            throw new IllegalStateException(content + " bytes of the last member have not been read");
        }
        block(padding);
        padding = 0;
        Map<String, String> extensions = new TreeMap<>();
        while (true) {
            var header = new Header(block(Header.BLOCK));
            if (header.isEmpty()) {
                end(extensions);
                return null;
            }
            header.verify();
            switch (header.type()) {
                case 'x' -> extensions.putAll(PaxRecords.parse(extension(header)));
                case 'L' -> extensions.putIfAbsent(PaxRecords.PATH, terminated(extension(header)));
                case 'K' -> extensions.putIfAbsent(PaxRecords.LINK, terminated(extension(header)));
                default -> {
                    return member(header, extensions);
                }
            }
        }
    }

    /** Bytes of the member's content; -1 behind the last. */
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (content == 0) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, content));
        if (count < 0) {
            throw truncated();
        }
        contents.write(buffer, offset, count);
        content -= count;
        return count;
    }

    private Member member(Header header, Map<String, String> extensions) {
        String name = extensions.getOrDefault(PaxRecords.PATH, header.name());
        Member.Type type = type(header.type(), name);
        long size = number(extensions, PaxRecords.SIZE, header.size());
        if (size < 0 || (type != Member.Type.FILE && size > 0)) {
            throw Refusal.of(
                    name, "has size " + size + ", which a " + type.name().toLowerCase(Locale.ROOT) + " cannot have");
        }
        String link = extensions.getOrDefault(PaxRecords.LINK, header.link());
        boolean directory = type == Member.Type.DIRECTORY;
        BigDecimal time = extensions.containsKey(PaxRecords.MTIME)
                ? PaxRecords.time(extensions.get(PaxRecords.MTIME))
                : BigDecimal.valueOf(header.seconds());
        BigDecimal seconds = time.setScale(0, RoundingMode.FLOOR);
        var member = new Member(
                Paths.normalize(name, directory),
                type,
                header.mode(),
                owner(name, number(extensions, PaxRecords.UID, header.uid())),
                owner(name, number(extensions, PaxRecords.GID, header.gid())),
                Math.clamp(seconds.longValueExact(), FIRST_SECOND, LAST_SECOND),
                time.subtract(seconds).movePointRight(9).intValue(),
                size,
                switch (type) {
                    case SYMLINK -> link;
                    case HARD_LINK -> Paths.normalize(link, false);
                    default -> "";
                },
                xattrs(name, extensions));
        content = size;
        padding = (int) Math.floorMod(-size, (long) Header.BLOCK);
        return member;
    }

    private static long owner(String name, long id) {
        if (id < 0 || id > 0xffffffffL) {
            throw Refusal.of(name, "has an owner, " + id + ", that no file system has");
        }
        return id;
    }

    private static Member.Type type(char type, String name) {
        return switch (type) {
            case '0', '\0', '7' -> Member.Type.FILE;
            case '1' -> Member.Type.HARD_LINK;
            case '2' -> Member.Type.SYMLINK;
            case '5' -> Member.Type.DIRECTORY;
            case '6' -> Member.Type.FIFO;
            case '3', '4' -> throw Refusal.of(name, "is a device");
            case 'S' -> throw Refusal.of(name, "is sparse: it could unpack to more than the archive has");
            default -> throw Refusal.of(name, "is of a type that is not known (" + (int) type + ")");
        };
    }

    private static SortedMap<String, String> xattrs(String name, Map<String, String> extensions) {
        var xattrs = new TreeMap<String, String>();
        extensions.forEach((keyword, value) -> {
            if (keyword.startsWith(PaxRecords.SPARSE)) {
                throw Refusal.of(name, "is sparse: it could unpack to more than the archive has");
            }
            if (keyword.startsWith(PaxRecords.XATTR)) {
                xattrs.put(keyword.substring(PaxRecords.XATTR.length()), value);
            }
        });
        return xattrs;
    }

    private static long number(Map<String, String> extensions, String keyword, long otherwise) {
        String value = extensions.get(keyword);
        return value == null ? otherwise : PaxRecords.number(keyword, value);
    }

    private String extension(Header header) throws IOException {
        long size = header.size();
        if (size < 0 || size > EXTENSION_LIMIT) {
            throw Refusal.of("an extended header has " + size + " bytes; at most " + EXTENSION_LIMIT + " are read");
        }
        String data = Names.ofBytes(block((int) size));
        block((int) Math.floorMod(-size, (long) Header.BLOCK));
        return data;
    }

    private static String terminated(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    /** After the first empty block: a second, and nothing but empty ones behind it. */
    private void end(Map<String, String> extensions) throws IOException {
        if (!extensions.isEmpty()) {
            throw Refusal.of("it ends behind an extended header");
        }
        byte[] buffer = new byte[Header.BLOCK];
        int count = 0;
        int read;
        while ((read = in.read(buffer)) >= 0) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] != 0) {
                    throw Refusal.of("there are bytes behind its end");
                }
            }
            frame.write(buffer, 0, read);
            count = Math.min(count + read, Header.BLOCK);
        }
        if (count < Header.BLOCK) {
            throw truncated();
        }
    }

    private byte[] block(int size) throws IOException {
        byte[] bytes = in.readNBytes(size);
        if (bytes.length < size) {
            throw truncated();
        }
        frame.write(bytes);
        return bytes;
    }

    private static RuntimeException truncated() {
        return Refusal.of("it ends too early; whoever sent it stopped half way");
    }
}
