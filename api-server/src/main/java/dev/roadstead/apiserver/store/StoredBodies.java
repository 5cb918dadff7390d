package dev.roadstead.apiserver.store;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The stored bytes of objects and of their history, to be encoded anew in place. Blocks; thread-safe. */
public interface StoredBodies {
    /**
     * Looks at some states with a revision above {@code afterRevision}, in revision order, and stores the bodies that
     * {@code recode} has for them instead. No revision is used and no watcher hears of it.
     *
     * @param limit how many states to look at, at most
     * @param resources only these (plural and group)
     * @param recode the new body; empty when there is nothing to do
     * @throws StoreUnavailableException if the database does not answer; what was not rewritten is as it was
     */
    Progress rewrite(
            long afterRevision, int limit, Set<String> resources, Function<StoredObject, Optional<byte[]>> recode);

    /**
     * How far a rewrite came.
     *
     * @param revision of the last state that was looked at
     * @param more whether there may be states after it
     */
    record Progress(long revision, int rewritten, boolean more) {}
}
