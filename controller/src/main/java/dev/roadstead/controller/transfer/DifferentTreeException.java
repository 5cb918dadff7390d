package dev.roadstead.controller.transfer;

import dev.roadstead.backup.Tree;

/** What arrived is not what was sent, or what was sent not what it should have been. The message is for users. */
public final class DifferentTreeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DifferentTreeException(String what, Tree expected, Tree found) {
        super("%s: expected %s, found %s.".formatted(what, figures(expected), figures(found)));
    }

    private static String figures(Tree tree) {
        return "%d files with %d bytes, hash %s"
                .formatted(tree.files(), tree.bytes(), tree.hash().substring(0, 12));
    }

    /**
     * Returns when they are the same.
     *
     * @throws DifferentTreeException when they are not
     */
    public static void requireSame(String what, Tree expected, Tree found) {
        if (!expected.hash().equals(found.hash())) {
            throw new DifferentTreeException(what, expected, found);
        }
    }
}
