package dev.roadstead.backup.tar;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A member of a tar stream, or a file of a volume, but for its content. Its strings are bytes: see the package.
 *
 * @param path relative to the volume, without {@code ./} and without a slash at the end; empty for the root
 * @param mode permissions with set-user-id, set-group-id and sticky: 0 to 07777
 * @param seconds of the mtime since 1970
 * @param nanos of the mtime, 0 to 999,999,999
 * @param size of the content; 0 for all but files
 * @param target of a symlink: as it stands there; of a hard link: the path of a file that came before; else empty
 * @param xattrs by name
 */
public record Member(
        String path,
        Type type,
        int mode,
        long uid,
        long gid,
        long seconds,
        int nanos,
        long size,
        String target,
        SortedMap<String, String> xattrs) {

    public Member {
        xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
    }

    /** A directory of root's, for where none was backed up. */
    public static Member directory(String path, long seconds) {
        return new Member(path, Type.DIRECTORY, 0755, 0, 0, seconds, 0, 0, "", new TreeMap<>());
    }

    /** Its last component; empty for the root. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The path of the directory that it is in; empty for the root and what is in it. */
    public String parent() {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** What a member may be. */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARD_LINK,
        FIFO
    }
}
