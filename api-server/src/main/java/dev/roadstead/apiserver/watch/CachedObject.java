package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.CanonicalJson;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredObject;
import java.util.Map;

/**
 * One state of one object, ready to be sent.
 *
 * @param json the complete object in UTF-8, {@code metadata.resourceVersion} included; never modified by anybody
 * @param labels unmodifiable
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes are shared on purpose: made once, sent many times
public record CachedObject(ObjectKey key, String uid, long revision, byte[] json, Map<String, String> labels) {
    static CachedObject of(StoredObject stored) {
        return new CachedObject(
                stored.key(),
                stored.uid(),
                stored.revision(),
                CanonicalJson.withRevision(stored.body(), stored.revision()),
                CanonicalJson.labels(stored.body()));
    }
}
