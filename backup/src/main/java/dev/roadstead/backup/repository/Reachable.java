package dev.roadstead.backup.repository;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.restic.BlobIndex;
import dev.roadstead.backup.restic.BlobType;
import dev.roadstead.backup.restic.Damage;
import dev.roadstead.backup.restic.Id;
import dev.roadstead.backup.restic.Node;
import dev.roadstead.backup.restic.NodeJson;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Marks every blob that an archive needs. A tree that is marked already is not gone into again. */
final class Reachable {
    private final BlobIndex index;
    private final TreeSource trees;
    private final Consumer<RepositoryException> damage;
    private final Deque<Id> waiting = new ArrayDeque<>();

    /**
     * For several archives.
     *
     * @param damage is told what is missing or altered; may throw it to end the work
     */
    Reachable(BlobIndex index, TreeSource trees, Consumer<RepositoryException> damage) {
        this.index = index;
        this.trees = trees;
        this.damage = damage;
    }

    void mark(Id root) {
        enqueue(root);
        for (Id tree; (tree = waiting.poll()) != null; ) {
            Interrupts.check();
            try {
                NodeJson.read("tree " + tree, trees.load(tree), this::mark);
            } catch (RepositoryException e) {
                damage.accept(e);
            }
        }
    }

    private void mark(Node node) {
        if (node.subtree() != null) {
            enqueue(node.subtree());
        }
        for (int i = 0; i < node.content().size(); i++) {
            Id blob = node.content().get(i);
            if (!index.mark(BlobType.DATA, blob) && !index.contains(BlobType.DATA, blob)) {
                damage.accept(Damage.in("blob " + blob, "is in no pack"));
            }
        }
    }

    private void enqueue(Id tree) {
        if (index.mark(BlobType.TREE, tree)) {
            waiting.push(tree);
        } else if (!index.contains(BlobType.TREE, tree)) {
            damage.accept(Damage.in("tree " + tree, "is in no pack"));
        }
    }
}
