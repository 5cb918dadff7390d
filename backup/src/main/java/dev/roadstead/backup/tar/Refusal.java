package dev.roadstead.backup.tar;

import dev.roadstead.backup.RepositoryException;
import dev.roadstead.backup.RepositoryException.Kind;

/** Why an archive is refused as a whole. */
final class Refusal {
    private Refusal() {}

    /** Of a member. */
    static RepositoryException of(String path, String why) {
        return new RepositoryException(
                Kind.REFUSED, "The archive is refused: member \"" + Names.toText(path) + "\" " + why + ".");
    }

    /** Of the stream itself. */
    static RepositoryException of(String why) {
        return new RepositoryException(Kind.REFUSED, "The archive is refused: " + why + ".");
    }
}
