package dev.roadstead.controller.transfer;

import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.PathTable;
import org.jspecify.annotations.Nullable;

/**
 * What a volume has, in some 20 bytes a file: enough to tell what has changed since the table before. It is no proof:
 * whoever relies on it compares the trees afterwards. Not thread-safe.
 */
public final class MemberTable {
    private final @Nullable MemberTable before;
    private final PathTable fingerprints = new PathTable();
    private long members;
    private long links;
    private long stillThere;
    private long changed;

    /** {@code before}: what the volume had some time ago; null when nobody knows. */
    public MemberTable(@Nullable MemberTable before) {
        this.before = before;
    }

    void note(Member member, long content) {
        long fingerprint = fingerprint(member, content);
        fingerprints.put(member.path(), fingerprint);
        members++;
        links += member.type() == Member.Type.HARD_LINK ? 1 : 0;
        long was = before == null ? -1 : before.fingerprints.get(member.path());
        stillThere += was < 0 ? 0 : 1;
        changed += was == fingerprint ? 0 : 1;
    }

    /**
     * Whether a volume that has what was before comes to have this by writing members into it: an engine removes none, and
     * a hard link needs its file beside it.
     */
    public boolean growsFromBefore() {
        return before != null && stillThere == before.members && links == 0 && before.links == 0;
    }

    /** Whether nothing has changed, and nothing has gone. */
    public boolean isAsBefore() {
        return growsFromBefore() && changed == 0;
    }

    /** Whether a member is not as it was before. */
    boolean isNew(String path) {
        return before == null || fingerprints.get(path) != before.fingerprints.get(path);
    }

    /** Not negative, which stands for none. */
    private static long fingerprint(Member member, long content) {
        long hash = content;
        hash = 31 * hash + member.type().name().hashCode();
        hash = 31 * hash + member.mode();
        hash = 31 * hash + member.uid();
        hash = 31 * hash + member.gid();
        hash = 31 * hash + member.seconds();
        hash = 31 * hash + member.size();
        hash = 31 * hash + member.target().hashCode();
        hash = 31 * hash + member.xattrs().hashCode();
        return hash & Long.MAX_VALUE;
    }
}
