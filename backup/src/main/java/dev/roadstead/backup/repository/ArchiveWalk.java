package dev.roadstead.backup.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.IdList;
import dev.roadstead.backup.restic.Node;
import dev.roadstead.backup.restic.NodeJson;
import dev.roadstead.backup.restic.Snapshot;
import dev.roadstead.backup.tar.Member;
import dev.roadstead.backup.tar.MemberRules;
import dev.roadstead.backup.tar.Names;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of an archive in their order, from its trees; each is judged (invariant I22) as if it came in a tar stream.
 * The lists of the directories on the way down are in memory.
 */
final class ArchiveWalk {
    private final TreeSource trees;
    private final Set<String> wanted;
    private final Deque<Directory> open = new ArrayDeque<>();
    /** First path of each file with several names, by inode. */
    private final Map<Long, String> linked = new HashMap<>();

    private final MemberRules rules = new MemberRules(_ -> true);
    private @Nullable Node root;

    /**
     * A walk that has not begun.
     *
     * @param paths as in {@link dev.roadstead.backup.Repository#restore}
     * @throws RepositoryException NOT_FOUND when there is none of a path
     */
    ArchiveWalk(TreeSource trees, Snapshot snapshot, Set<String> paths) {
        this.trees = trees;
        this.wanted = new TreeSet<>();
        root = root(snapshot);
        for (String path : paths) {
            String name = Names.ofText(path.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", ""));
            if (find(root, name).isEmpty()) {
                throw new RepositoryException(
                        Kind.NOT_FOUND,
                        "The backup has no \"" + path + "\"; expected a path relative to the volume's root.");
            }
            wanted.add(name);
        }
    }

    /** A member with its whole path, and the blobs of a file. */
    record Step(Member member, IdList content) {}

    /** Null behind the last. */
    @Nullable
    Step next() {
        if (root != null) {
            Node first = root;
            root = null;
            return step("", first);
        }
        while (!open.isEmpty()) {
            Directory directory = open.element();
            if (directory.next == directory.nodes.size()) {
                open.pop();
                continue;
            }
            Node node = directory.nodes.get(directory.next);
            directory.nodes.set(directory.next++, null);
            String path = directory.path.isEmpty()
                    ? node.member().path()
                    : directory.path + "/" + node.member().path();
            if (isWanted(path)) {
                return step(path, node);
            }
        }
        return null;
    }

    private Step step(String path, Node node) {
        Member member = member(path, node);
        rules.check(member);
        if (node.subtree() != null) {
            open.push(new Directory(path, nodes(node.subtree())));
        }
        return new Step(member, member.type() == Member.Type.FILE ? node.content() : new IdList());
    }

    /** All of a wanted path, and the directories above it. */
    private boolean isWanted(String path) {
        return wanted.isEmpty()
                || wanted.stream()
                        .anyMatch(want -> want.isEmpty()
                                || path.equals(want)
                                || path.startsWith(want + "/")
                                || want.startsWith(path + "/"));
    }

    private Member member(String path, Node node) {
        Member found = node.member();
        String first =
                node.links() > 1 && found.type() == Member.Type.FILE ? linked.putIfAbsent(node.inode(), path) : null;
        return new Member(
                path,
                first == null ? found.type() : Member.Type.HARD_LINK,
                found.mode(),
                found.uid(),
                found.gid(),
                found.seconds(),
                found.nanos(),
                first == null ? found.size() : 0,
                first == null ? found.target() : first,
                found.xattrs());
    }

    /** The directory that was backed up; of an archive of restic's with several paths, what is above them. */
    private Node root(Snapshot snapshot) {
        var top = new Node(
                Member.directory("", snapshot.origin().startedAt().getEpochSecond()),
                0,
                0,
                new IdList(),
                snapshot.tree());
        String path = Names.ofText(snapshot.origin().path().replaceFirst("^/+", ""));
        return find(top, path).filter(node -> node.subtree() != null).orElse(top);
    }

    private Optional<Node> find(Node top, String path) {
        Optional<Node> found = Optional.of(top);
        for (String name : path.isEmpty() ? new String[0] : path.split("/")) {
            found = found.filter(node -> node.subtree() != null)
                    .flatMap(node -> nodes(node.subtree()).stream()
                            .filter(child -> child.member().path().equals(name))
                            .findFirst());
        }
        return found;
    }

    private List<Node> nodes(@Nullable Id tree) {
        var nodes = new ArrayList<Node>();
        if (tree != null) {
            NodeJson.read("tree " + tree, trees.load(tree), nodes::add);
        }
        return nodes;
    }

    /** A directory on the way down. */
    private static final class Directory {
        private final String path;
        private final List<Node> nodes;
        private int next;

        private Directory(String path, List<Node> nodes) {
            this.path = path;
            this.nodes = nodes;
        }
    }
}
