package dev.roadstead.apiserver.store;

import org.jspecify.annotations.Nullable;

/** One conditional write of one object. Its body has the form of {@link StoredObject#body()}. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Write {
    ObjectKey key();

    String uid();

    byte[] body();

    /** What else must hold; null when nothing must. */
    default @Nullable Basis basis() {
        return null;
    }

    /** Succeeds when no object has this key, and the basis holds. */
    record Create(
            ObjectKey key,
            String uid,
            byte[] body,
            @Nullable Basis basis) implements Write {
        public Create(ObjectKey key, String uid, byte[] body) {
            this(key, uid, body, null);
        }
    }

    /** Succeeds when the object with this key still has this uid and revision, and the basis holds. */
    record Update(
            ObjectKey key,
            String uid,
            long expectedRevision,
            byte[] body,
            @Nullable Basis basis) implements Write {
        public Update(ObjectKey key, String uid, long expectedRevision, byte[] body) {
            this(key, uid, expectedRevision, body, null);
        }
    }

    /** Succeeds when the object with this key still has this uid and revision; the body is its last state. */
    record Delete(ObjectKey key, String uid, long expectedRevision, byte[] body) implements Write {}
}
