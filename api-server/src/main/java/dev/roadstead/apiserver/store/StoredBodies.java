package dev.roadstead.apiserver.store;

import java.util.Set;
import java.util.function.UnaryOperator;

/** The stored bytes of objects and of their history, to be encoded anew in place. Blocks; thread-safe. */
public interface StoredBodies {
    /**
     * Looks at some states with a revision above {@code afterRevision}, in revision order, and stores those that come
     * back with another body. No revision is used and no watcher hears of it.
     *
     * @param limit how many states to look at, at most
     * @param resources only these (plural and group)
     * @param recode returns the state itself when there is nothing to do
     * @throws StoreUnavailableException if the database does not answer; what was not rewritten is as it was
     */
    Progress rewrite(long afterRevision, int limit, Set<String> resources, UnaryOperator<StoredObject> recode);

    /**
     * How far a rewrite came.
     *
     * @param revision of the last state that was looked at
     * @param more whether there may be states after it
     */
    record Progress(long revision, int rewritten, boolean more) {}
}
