package dev.roadstead.backup.restic;

import dev.roadstead.backup.tar.Member;
import org.jspecify.annotations.Nullable;

/**
 * A member of a directory, as a tree blob has it.
 *
 * @param member its path is its name alone; never a hard link: those are files with the same inode
 * @param inode what files that are one file have in common; 0 when {@code links} is 1
 * @param links names of the file in all
 * @param content blobs of a file; empty for others
 * @param subtree blob of a directory; null for others
 */
public record Node(
        Member member,
        long inode,
        long links,
        IdList content,
        @Nullable Id subtree) {}
