package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Progress;
import dev.roadstead.backup.Tree;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.TarReader;
import dev.roadstead.backup.tar.TarWriter;
import dev.roadstead.backup.tar.TreeHasher;
import dev.roadstead.controller.host.HostVolumes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * What is in a volume of an engine, all of it or what is new since it was {@linkplain #survey surveyed}. Nothing in it may
 * change meanwhile, or what is written is no whole archive.
 */
public final class VolumeContent implements Content {
    private static final int PIECE_BYTES = 64 * 1024;

    private final HostVolumes engine;
    private final String dockerVolume;
    private final String installation;

    public VolumeContent(HostVolumes engine, String dockerVolume, String installation) {
        this.engine = engine;
        this.dockerVolume = dockerVolume;
        this.installation = installation;
    }

    @Override
    public Tree writeTo(OutputStream tar, Progress progress) throws IOException {
        return copyTo(tar, new MemberTable(null), progress);
    }

    /** Writes all of it, and notes every member. */
    public Tree copyTo(OutputStream tar, MemberTable noted, Progress progress) throws IOException {
        return read(new TarWriter(tar), noted, Selection.ALL, progress);
    }

    /** Reads all of it and writes nothing. */
    public Tree survey(MemberTable noted, Progress progress) throws IOException {
        return read(new TarWriter(OutputStream.nullOutputStream()), noted, Selection.NONE, progress);
    }

    /**
     * Writes the members that are not as they were before, and all directories, whose times change with what is put in them.
     *
     * @param now what it has, by a survey a moment ago, and what it had before
     */
    public Content changed(MemberTable now) {
        return (tar, progress) -> read(
                new TarWriter(tar),
                new MemberTable(null),
                member -> member.type() == Member.Type.DIRECTORY || now.isNew(member.path()),
                progress);
    }

    /** Which members are written. */
    @FunctionalInterface
    private interface Selection {
        Selection ALL = _ -> true;
        Selection NONE = _ -> false;

        boolean has(Member member);
    }

    private Tree read(TarWriter out, MemberTable noted, Selection selection, Progress progress) throws IOException {
        TreeHasher tree = new TreeHasher(Instant.MAX);
        MessageDigest content = sha256();
        byte[] piece = new byte[PIECE_BYTES];
        long bytes = 0;
        try (InputStream raw = engine.readVolume(dockerVolume, installation)) {
            TarReader in = new TarReader(raw);
            for (Member member = in.next(); member != null; member = in.next()) {
                boolean selected = selection.has(member);
                if (selected) {
                    out.begin(member);
                }
                int count;
                while ((count = in.read(piece, 0, piece.length)) > 0) {
                    content.update(piece, 0, count);
                    if (selected) {
                        out.write(piece, 0, count);
                    }
                    bytes += count;
                    progress.at(bytes);
                }
                byte[] hash = content.digest();
                tree.add(member, hash);
                noted.note(member, ByteBuffer.wrap(hash).getLong());
            }
        }
        out.finish();
        return tree.tree();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is a part of every JDK", e);
        }
    }
}
