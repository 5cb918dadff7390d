package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.ObjectKey;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one resource, sorted by namespace and name. Immutable: a change makes a new map that shares all but
 * about log2(n) nodes with the old one, so that a snapshot costs nothing and readers need no lock.
 *
 * <p>A weight-balanced tree (Adams 1993, with the parameters 3 and 2 that Hirai and Yamamoto proved sound in 2011).
 */
final class ObjectMap {
    static final ObjectMap EMPTY = new ObjectMap(null);

    private static final int DELTA = 3;
    private static final int GAMMA = 2;

    private final @Nullable Node root;

    private record Node(
            CachedObject object,
            int size,
            @Nullable Node left,
            @Nullable Node right) {
        static Node of(@Nullable Node left, CachedObject object, @Nullable Node right) {
            return new Node(object, ObjectMap.size(left) + ObjectMap.size(right) + 1, left, right);
        }

        ObjectKey key() {
            return object.key();
        }
    }

    private ObjectMap(@Nullable Node root) {
        this.root = root;
    }

    /** A map of objects that are sorted by key, without duplicates. */
    static ObjectMap ofSorted(List<CachedObject> sorted) {
        return sorted.isEmpty() ? EMPTY : new ObjectMap(build(sorted, 0, sorted.size()));
    }

    int size() {
        return size(root);
    }

    /** How many nodes lie one below the other at most; walks through everything. */
    int depth() {
        return depth(root);
    }

    @Nullable
    CachedObject get(ObjectKey key) {
        Node node = root;
        while (node != null) {
            int order = key.compareTo(node.key());
            if (order == 0) {
                return node.object();
            }
            node = order < 0 ? node.left() : node.right();
        }
        return null;
    }

    /** With this object instead of the one of its key, if there was one. */
    ObjectMap with(CachedObject object) {
        return new ObjectMap(insert(root, object));
    }

    /** Without the object of this key. */
    ObjectMap without(ObjectKey key) {
        return get(key) == null ? this : new ObjectMap(remove(root, key));
    }

    /** How many keys are less than this one. */
    int rank(ObjectKey key) {
        int rank = 0;
        Node node = root;
        while (node != null) {
            if (key.compareTo(node.key()) <= 0) {
                node = node.left();
            } else {
                rank += size(node.left()) + 1;
                node = node.right();
            }
        }
        return rank;
    }

    /** The objects whose keys are at least {@code from} and less than {@code to}, in order; null for no bound. */
    Iterator<CachedObject> between(@Nullable ObjectKey from, @Nullable ObjectKey to) {
        return new Ascent(root, from, to);
    }

    private static final class Ascent implements Iterator<CachedObject> {
        private final ArrayDeque<Node> path = new ArrayDeque<>();
        private final @Nullable ObjectKey to;

        Ascent(@Nullable Node root, @Nullable ObjectKey from, @Nullable ObjectKey to) {
            this.to = to;
            Node node = root;
            while (node != null) {
                boolean before = from != null && node.key().compareTo(from) < 0;
                if (!before) {
                    path.push(node);
                }
                node = before ? node.right() : node.left();
            }
        }

        @Override
        public boolean hasNext() {
            Node next = path.peek();
            return next != null && (to == null || next.key().compareTo(to) < 0);
        }

        @Override
        public CachedObject next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Node next = path.pop();
            for (Node node = next.right(); node != null; node = node.left()) {
                path.push(node);
            }
            return next.object();
        }
    }

    private static int size(@Nullable Node node) {
        return node == null ? 0 : node.size();
    }

    private static int depth(@Nullable Node node) {
        return node == null ? 0 : 1 + Math.max(depth(node.left()), depth(node.right()));
    }

    private static @Nullable Node build(List<CachedObject> sorted, int from, int to) {
        if (from == to) {
            return null;
        }
        int middle = (from + to) >>> 1;
        return Node.of(build(sorted, from, middle), sorted.get(middle), build(sorted, middle + 1, to));
    }

    private static Node insert(@Nullable Node node, CachedObject object) {
        if (node == null) {
            return Node.of(null, object, null);
        }
        int order = object.key().compareTo(node.key());
        if (order == 0) {
            return Node.of(node.left(), object, node.right());
        }
        return order < 0
                ? balanced(insert(node.left(), object), node.object(), node.right())
                : balanced(node.left(), node.object(), insert(node.right(), object));
    }

    private static @Nullable Node remove(@Nullable Node node, ObjectKey key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key());
        if (order < 0) {
            return balanced(remove(node.left(), key), node.object(), node.right());
        }
        if (order > 0) {
            return balanced(node.left(), node.object(), remove(node.right(), key));
        }
        if (node.left() == null || node.right() == null) {
            return node.left() == null ? node.right() : node.left();
        }
        Node successor = node.right();
        while (successor.left() != null) {
            successor = successor.left();
        }
        return balanced(node.left(), successor.object(), remove(node.right(), successor.key()));
    }

    /** Joins two trees of which one has lost or gained one node since they were in balance. */
    private static Node balanced(@Nullable Node left, CachedObject object, @Nullable Node right) {
        if (right != null && weight(right) > DELTA * weight(left)) {
            Node inner = right.left();
            if (inner == null || weight(inner) < GAMMA * weight(right.right())) {
                return Node.of(Node.of(left, object, inner), right.object(), right.right());
            }
            return Node.of(
                    Node.of(left, object, inner.left()),
                    inner.object(),
                    Node.of(inner.right(), right.object(), right.right()));
        }
        if (left != null && weight(left) > DELTA * weight(right)) {
            Node inner = left.right();
            if (inner == null || weight(inner) < GAMMA * weight(left.left())) {
                return Node.of(left.left(), left.object(), Node.of(inner, object, right));
            }
            return Node.of(
                    Node.of(left.left(), left.object(), inner.left()),
                    inner.object(),
                    Node.of(inner.right(), object, right));
        }
        return Node.of(left, object, right);
    }

    private static int weight(@Nullable Node node) {
        return size(node) + 1;
    }
}
