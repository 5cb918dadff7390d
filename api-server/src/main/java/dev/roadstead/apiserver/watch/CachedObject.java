package dev.roadstead.apiserver.watch;

import dev.roadstead.apiserver.store.CanonicalJson;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.store.StoredObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One state of one object, ready to be sent. Immutable and thread-safe. */
public final class CachedObject {
    /**
     * Bytes for each object beside its JSON: this object, its key with a name of 16 letters and a uid of 36, the headers
     * of their arrays, and its node in the tree. Measured with compact object headers: 240. The rest is for what selectors
     * keep, which is nothing for most objects and a few hundred bytes for some.
     */
    private static final long OVERHEAD = 384;

    /** A map takes about 90 bytes for each, beside its text: what is kept of any object must stay small beside its JSON. */
    private static final int MAX_KEPT = 8;

    private static final int MAX_KEPT_LETTERS = 512;

    private final ObjectKey key;
    private final String uid;
    private final long revision;
    private final byte[] json;

    /**
     * Read for the first selector: most objects are never selected by labels, and a map for each would cost memory. Many
     * labels are never kept but read for each selector.
     */
    private volatile @Nullable Map<String, String> labels;

    /** Of the last caller of {@link #fields}, if it is small; a race costs a second reading and nothing else. */
    private volatile @Nullable Extract extract;

    private record Extract(List<String> names, Map<String, String> values) {}

    private CachedObject(ObjectKey key, String uid, long revision, byte[] json) {
        this.key = key;
        this.uid = uid;
        this.revision = revision;
        this.json = json;
    }

    static CachedObject of(StoredObject stored) {
        ObjectKey key = stored.key();
        return new CachedObject(
                // One String for a resource or namespace, however many objects it has.
                new ObjectKey(key.resource().intern(), key.namespace().intern(), key.name()),
                stored.uid(),
                stored.revision(),
                CanonicalJson.withRevision(stored.body(), stored.revision()));
    }

    public ObjectKey key() {
        return key;
    }

    public String uid() {
        return uid;
    }

    /** Of the change that made this state; no two changes have the same. */
    public long revision() {
        return revision;
    }

    /** The complete object in UTF-8, {@code metadata.resourceVersion} included; never modified by anybody. */
    public byte[] json() {
        return json;
    }

    /** What it takes of the heap. */
    long heldBytes() {
        return heldBytes(json.length);
    }

    /**
     * What an object takes of the heap.
     *
     * @param jsonBytes the length of its JSON, or of its stored body, which differs by its resourceVersion
     */
    public static long heldBytes(long jsonBytes) {
        return jsonBytes + OVERHEAD;
    }

    /** Whether it is the same state: a revision alone says that only within one history of the database. */
    boolean isSameState(CachedObject other) {
        return revision == other.revision && uid.equals(other.uid) && Arrays.equals(json, other.json);
    }

    /** Unmodifiable. */
    public Map<String, String> labels() {
        Map<String, String> known = labels;
        if (known == null) {
            known = CanonicalJson.labels(json);
            if (isSmall(known)) {
                labels = known;
            }
        }
        return known;
    }

    /**
     * The values of some fields; small ones are read once however many watchers select by them.
     *
     * @param names what the values depend on, besides the object
     * @param read of the object's JSON; free of effects
     */
    public Map<String, String> fields(List<String> names, Function<byte[], Map<String, String>> read) {
        Extract known = extract;
        if (known == null || !known.names().equals(names)) {
            known = new Extract(names, read.apply(json));
            if (isSmall(known.values())) {
                extract = known;
            }
        }
        return known.values();
    }

    private static boolean isSmall(Map<String, String> strings) {
        if (strings.size() > MAX_KEPT) {
            return false;
        }
        int letters = 0;
        for (Map.Entry<String, String> string : strings.entrySet()) {
            letters += string.getKey().length() + string.getValue().length();
        }
        return letters <= MAX_KEPT_LETTERS;
    }

    @Override
    public String toString() {
        return key + "@" + revision;
    }
}
