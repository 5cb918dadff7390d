package dev.roadstead.apiserver.store;

/**
 * One object as it was committed.
 *
 * @param uid the object's identity; a name that is deleted and created again has another one
 * @param revision the revision of the write that made this state
 * @param body canonical JSON in UTF-8 without {@code metadata.resourceVersion}, which is {@code revision}; never
 *     modified by anybody
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shared on purpose: encoded once, sent many times
public record StoredObject(ObjectKey key, String uid, long revision, byte[] body) {}
