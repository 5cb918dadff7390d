package dev.roadstead.backup.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roadstead.backup.crypto.Sha256;
import dev.roadstead.backup.restic.BlobType;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IdList;
import dev.roadstead.backup.restic.Node;
import dev.roadstead.backup.restic.NodeJson;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.Names;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes tree blobs of an archive's members, directory after directory. One directory's list is in memory at a time, and
 * what has come of those above it.
 */
final class TreeSaver {
    private final BlobSaver blobs;
    private final Links links;
    private final Deque<Open> open = new ArrayDeque<>();

    TreeSaver(BlobSaver blobs, Links links) {
        this.blobs = blobs;
        this.links = links;
    }

    /** Where the files with several names are, and how many names each has. */
    interface Links {
        /** Names of the file in all. */
        long count(String path);

        /** The file that a hard link is a name of. */
        Spool.Item file(String target) throws IOException;
    }

    /**
     * Saves all trees.
     *
     * @param path of the archive, absolute; leads from the tree that is returned to the archive's root
     */
    Id save(Spool.Reader members, String path) throws IOException {
        for (Spool.@Nullable Item item; (item = members.next()) != null; ) {
            Member member = item.member();
            closeUnto(member.parent());
            if (member.type() == Member.Type.DIRECTORY) {
                open.push(new Open(member));
            } else {
                current().add(node(item));
            }
        }
        Node root = closeAll();
        String[] above = path.substring(1).split("/", -1);
        for (int i = above.length - 1; i >= 0; i--) {
            String name = Names.ofText(above[i]);
            Member member = i == above.length - 1 ? root.member() : Member.directory("", 0);
            var tree = new Tree();
            tree.add(new Node(named(member, name), 0, 0, new IdList(), root.subtree()));
            root = new Node(Member.directory("", 0), 0, 0, new IdList(), tree.save());
        }
        return java.util.Objects.requireNonNull(root.subtree());
    }

    private Node node(Spool.Item item) throws IOException {
        Member member = item.member();
        if (member.type() == Member.Type.HARD_LINK) {
            Spool.Item file = links.file(member.target());
            return file(member.name(), file, member.target());
        }
        if (member.type() == Member.Type.FILE) {
            return file(member.name(), item, member.path());
        }
        return new Node(named(member, member.name()), 0, 1, new IdList(), null);
    }

    private Node file(String name, Spool.Item file, String firstPath) {
        long count = links.count(firstPath);
        return new Node(named(file.member(), name), count > 1 ? inode(firstPath) : 0, count, file.content(), null);
    }

    /** Tells files with several names apart; the same in every backup, lest equal directories differ. */
    private static long inode(String path) {
        byte[] hash = Sha256.digest().digest(Names.bytes(path));
        return ByteBuffer.wrap(hash).getLong() >>> 2 | 1;
    }

    private static Member named(Member member, String name) {
        return new Member(
                name,
                member.type(),
                member.mode(),
                member.uid(),
                member.gid(),
                member.seconds(),
                member.nanos(),
                member.size(),
                member.target(),
                member.xattrs());
    }

    private void closeUnto(String parent) {
        while (!open.isEmpty() && !isIn(parent, current().directory.path())) {
            closeOne();
        }
    }

    private static boolean isIn(String parent, String directory) {
        return directory.isEmpty() || parent.equals(directory) || parent.startsWith(directory + "/");
    }

    private Node closeAll() {
        while (open.size() > 1) {
            closeOne();
        }
        Open root = open.pop();
        return new Node(root.directory, 0, 0, new IdList(), root.tree.save());
    }

    private void closeOne() {
        Open closed = open.pop();
        Member directory = closed.directory;
        current().add(new Node(named(directory, directory.name()), 0, 0, new IdList(), closed.tree.save()));
    }

    private Open current() {
        return open.element();
    }

    /** A directory whose members are still coming. */
    private final class Open {
        private final Member directory;
        private final Tree tree = new Tree();

        private Open(Member directory) {
            this.directory = directory;
        }

        private void add(Node node) {
            tree.add(node);
        }
    }

    /** A tree blob on the way: restic wants the names in order of their bytes, in which they come. */
    private final class Tree extends ByteArrayOutputStream {
        private Tree() {
            writeBytes(NodeJson.BEGIN.getBytes(UTF_8));
        }

        private void add(Node node) {
            if (count > NodeJson.BEGIN.length()) {
                write(',');
            }
            NodeJson.write(node, this);
        }

        private Id save() {
            writeBytes(NodeJson.END.getBytes(UTF_8));
            return blobs.save(BlobType.TREE, buf, 0, count);
        }
    }
}
