package dev.roadstead.apiserver.store;

/** One conditional write of one object. Its body has the form of {@link StoredObject#body()}. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Write {
    ObjectKey key();

    String uid();

    byte[] body();

    /** Succeeds when no object has this key. */
    record Create(ObjectKey key, String uid, byte[] body) implements Write {}

    /** Succeeds when the object with this key still has this uid and revision. */
    record Update(ObjectKey key, String uid, long expectedRevision, byte[] body) implements Write {}

    /** Succeeds when the object with this key still has this uid and revision; the body is its last state. */
    record Delete(ObjectKey key, String uid, long expectedRevision, byte[] body) implements Write {}
}
