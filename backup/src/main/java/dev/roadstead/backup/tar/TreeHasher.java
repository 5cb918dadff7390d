package dev.roadstead.backup.tar;

import dev.roadstead.backup.Tree;
import dev.roadstead.backup.crypto.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Makes the figures of a tree from its members, which come in the order of the package. What an archive does not carry
 * on every engine is not in the hash: parts of seconds, the mode of symlinks, and what a hard link has, which is the
 * file's. Not thread-safe.
 */
public final class TreeHasher {
    private final MessageDigest sha256 = Sha256.digest();
    private final Instant begin;
    private long files;
    private long bytes;
    private long changed;

    /**
     * For one tree.
     *
     * @param begin files whose mtime is not before it count as changed
     */
    public TreeHasher(Instant begin) {
        this.begin = begin;
    }

    /**
     * The next member.
     *
     * @param contentHash SHA-256 of a file's content; not looked at for other members
     */
    public void add(Member member, byte[] contentHash) {
        text(member.path());
        text(member.type().name());
        if (member.type() == Member.Type.HARD_LINK) {
            text(member.target());
        } else {
            number(member.type() == Member.Type.SYMLINK ? 0777 : member.mode());
            number(member.uid());
            number(member.gid());
            number(member.seconds());
            text(member.target());
            number(member.xattrs().size());
            member.xattrs().forEach((name, value) -> {
                text(name);
                text(value);
            });
        }
        if (member.type() == Member.Type.FILE) {
            number(member.size());
            sha256.update(contentHash);
            bytes += member.size();
            changed += Instant.ofEpochSecond(member.seconds(), member.nanos()).isBefore(begin) ? 0 : 1;
        }
        files += member.path().isEmpty() ? 0 : 1;
    }

    public Tree tree() {
        return new Tree(files, bytes, HexFormat.of().formatHex(sha256.digest()), changed);
    }

    private void text(String text) {
        number(text.length());
        sha256.update(Names.bytes(text));
    }

    private void number(long number) {
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
    }
}
