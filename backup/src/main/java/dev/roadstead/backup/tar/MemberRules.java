package dev.roadstead.backup.tar;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges members one after the other (invariant I22), by the order that the package describes. Pure but for what it
 * remembers: the way down to the last member. Not thread-safe.
 */
public final class MemberRules {
    private final Predicate<String> isEarlierFile;
    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Member last;

    /**
     * Rules for one stream.
     *
     * @param isEarlierFile whether a file of this path came before
     */
    public MemberRules(Predicate<String> isEarlierFile) {
        this.isEarlierFile = isEarlierFile;
    }

    /**
     * Passes when the member may come next.
     *
     * @throws dev.roadstead.backup.RepositoryException REFUSED
     */
    public void check(Member member) {
        Paths.check(member.path());
        if (member.path().isEmpty()) {
            if (last != null || member.type() != Member.Type.DIRECTORY) {
                throw Refusal.of("./", "comes twice, or is no directory");
            }
            open.push(new Open(""));
        } else {
            checkPlace(member);
            checkTarget(member);
            if (member.type() == Member.Type.DIRECTORY) {
                open.push(new Open(member.path()));
            }
        }
        last = member;
    }

    /** Passes when the archive may end here. */
    public void checkEnd() {
        if (last == null) {
            throw Refusal.of("it is empty; expected the root directory, \"./\"");
        }
    }

    private void checkPlace(Member member) {
        if (last == null) {
            throw Refusal.of(member.path(), "comes first; expected the root directory, \"./\"");
        }
        if (member.path().startsWith(last.path() + "/") && last.type() != Member.Type.DIRECTORY) {
            throw Refusal.of(
                    member.path(), "goes through \"" + Names.toText(last.path()) + "\", which is no directory");
        }
        while (!open.isEmpty() && !open.peek().path.equals(member.parent())) {
            open.pop();
        }
        Open directory = open.peek();
        if (directory == null) {
            throw Refusal.of(
                    member.path(), "is not behind its directory, in order: the directory, then all of it, by name");
        }
        int order = directory.last.compareTo(member.name());
        if (order == 0) {
            throw Refusal.of(member.path(), "comes twice");
        }
        if (order > 0) {
            throw Refusal.of(
                    member.path(),
                    "comes after \"" + Names.toText(directory.last) + "\"; expected a directory's members by name");
        }
        directory.last = member.name();
    }

    private void checkTarget(Member member) {
        switch (member.type()) {
            case SYMLINK -> Paths.checkSymlink(member);
            case HARD_LINK -> {
                if (!isEarlierFile.test(member.target())) {
                    throw Refusal.of(
                            member.path(),
                            "is a hard link to \"" + Names.toText(member.target()) + "\", which is no file before it");
                }
            }
            case FILE, DIRECTORY, FIFO -> {}
        }
    }

    /** A directory that members may still come in. */
    private static final class Open {
        private final String path;
        private String last = "";

        private Open(String path) {
            this.path = path;
        }
    }
}
