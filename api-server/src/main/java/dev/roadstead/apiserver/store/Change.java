package dev.roadstead.apiserver.store;

/**
 * One committed write, as readers of the change log see it.
 *
 * @param object the state after the write; for {@link Type#DELETED} the last state, with the deletion's revision
 */
public record Change(Type type, StoredObject object) {
    /** The names are those of Kubernetes watch events. */
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }

    public long revision() {
        return object.revision();
    }

    /** What its body takes, in bytes. */
    public int bytes() {
        return object.body().length;
    }
}
