package dev.roadstead.backup.tar;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Volumes made up from a seed: owners, modes, times, xattrs, links, and names with spaces, line ends and bytes that are
 * not UTF-8.
 */
public final class RandomTree {
    private static final String[] PARTS = {
        "a", "Z", "long name ", "\n", "\"", "\\", "é", "\u00ff", "\u00c3\u00a9", "=", "%", ".", "-", "\t", "0"
    };

    private final Random random;
    private final boolean textTargets;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Member> files = new ArrayList<>();

    /** A member and a file's content. */
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    public record Entry(Member member, byte[] content) {}

    private RandomTree(long seed, boolean textTargets) {
        random = new Random(seed);
        this.textTargets = textTargets;
    }

    /** Its members in order. */
    public static List<Entry> of(long seed, int members) {
        return make(new RandomTree(seed, false), members);
    }

    /** The same, but targets of symlinks are text: old releases of restic cannot restore others. */
    public static List<Entry> withTextTargets(long seed, int members) {
        return make(new RandomTree(seed, true), members);
    }

    private static List<Entry> make(RandomTree tree, int members) {
        tree.directory("", members);
        return tree.entries;
    }

    /** As a tar stream. */
    public static byte[] tar(List<Entry> entries) {
        var out = new ByteArrayOutputStream();
        var tar = new TarWriter(out);
        try {
            for (Entry entry : entries) {
                tar.begin(entry.member());
                tar.write(entry.content(), 0, entry.content().length);
            }
            tar.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void directory(String path, int members) {
        entries.add(new Entry(member(path, Member.Type.DIRECTORY, 0, ""), new byte[0]));
        var names = new TreeSet<String>();
        for (int i = 0; i < members; i++) {
            names.add(name());
        }
        for (String name : names) {
            add(path.isEmpty() ? name : path + "/" + name, members / 3);
        }
    }

    private void add(String path, int below) {
        switch (random.nextInt(10)) {
            case 0, 1 -> {
                if (path.length() < 400) {
                    directory(path, below);
                }
            }
            case 2 ->
                entries.add(new Entry(
                        member(path, Member.Type.SYMLINK, 0, textTargets ? "to " + Names.ofText("é") : name()),
                        new byte[0]));
            case 3 -> entries.add(new Entry(member(path, Member.Type.FIFO, 0, ""), new byte[0]));
            case 4 -> {
                if (!files.isEmpty()) {
                    Member file = files.get(random.nextInt(files.size()));
                    entries.add(new Entry(
                            new Member(
                                    path,
                                    Member.Type.HARD_LINK,
                                    file.mode(),
                                    file.uid(),
                                    file.gid(),
                                    file.seconds(),
                                    file.nanos(),
                                    0,
                                    file.path(),
                                    file.xattrs()),
                            new byte[0]));
                }
            }
            default -> {
                byte[] content = content();
                Member file = member(path, Member.Type.FILE, content.length, "");
                files.add(file);
                entries.add(new Entry(file, content));
            }
        }
    }

    private Member member(String path, Member.Type type, int size, String target) {
        var xattrs = new TreeMap<String, String>();
        for (int i = random.nextInt(3); i > 0 && type != Member.Type.SYMLINK && type != Member.Type.FIFO; i--) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            xattrs.put("user.x" + random.nextInt(100), Names.ofBytes(value));
        }
        return new Member(
                path,
                type,
                type == Member.Type.SYMLINK ? 0777 : random.nextInt(010000),
                random.nextInt(4) == 0 ? 4_000_000_000L : random.nextInt(3_000_000),
                random.nextInt(70_000),
                random.nextInt(10) == 0 ? -random.nextInt(1_000_000_000) : random.nextInt(Integer.MAX_VALUE),
                random.nextBoolean() ? 0 : random.nextInt(1_000_000_000),
                size,
                target,
                xattrs);
    }

    private byte[] content() {
        int size = switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> random.nextInt(3 << 20);
            case 2 -> 512 * random.nextInt(4);
            default -> random.nextInt(3000);
        };
        byte[] content = new byte[size];
        // Sparse: nothing but zeros for the most part.
        if (random.nextInt(5) > 0) {
            random.nextBytes(content);
        } else if (size > 0) {
            content[random.nextInt(size)] = 1;
        }
        return content;
    }

    private String name() {
        var name = new StringBuilder();
        for (int i = random.nextInt(20) == 0 ? 100 : 1 + random.nextInt(3); i > 0; i--) {
            name.append(PARTS[random.nextInt(PARTS.length)]);
        }
        String short255 = name.substring(0, Math.min(name.length(), 255));
        return short255.isBlank() || short255.equals(".") || short255.equals("..")
                ? "x" + random.nextInt(1000)
                : short255;
    }
}
