package dev.roadstead.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.registry.ClaimedValues.Holder;
import dev.roadstead.apiserver.schema.Safeguards;
import dev.roadstead.apiserver.store.Change;
import dev.roadstead.apiserver.store.ObjectKey;
import dev.roadstead.apiserver.watch.SlowWatcherException;
import dev.roadstead.apiserver.watch.Subscription;
import dev.roadstead.apiserver.watch.WatchEndedException;
import dev.roadstead.apiserver.watch.WatchEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values that the objects of a resource have in some fields, as of the moment of each question: whoever asks first
 * takes note of what has changed since the last question. So it needs no thread, and trails nothing. Thread-safe.
 */
final class ClaimIndex {
    /** A reader that lost its place begins anew, and does not lose it again while it reads. */
    private static final int MAX_STARTS = 3;

    private final List<Safeguards.Field> fields;
    private final Supplier<Subscription> follow;
    private final Map<String, ClaimedValues> byPath = new LinkedHashMap<>();
    private @Nullable Subscription subscription;

    /** {@code follow} begins to tell what there is, and then every change. */
    ClaimIndex(List<Safeguards.Field> fields, Supplier<Subscription> follow) {
        this.fields = fields;
        this.follow = follow;
        fields.forEach(field -> byPath.put(field.path(), new ClaimedValues()));
    }

    /**
     * What stands against a claim.
     *
     * @param revision at which this is so
     * @param first who has the value, or covers it; null for nobody
     * @param displaced whose value the claim covers and, being older, would take; null for nobody
     */
    record Answer(
            long revision, @Nullable Holder first, @Nullable Holder displaced) {}

    boolean isOf(List<Safeguards.Field> wanted) {
        return fields.equals(wanted);
    }

    /**
     * What stands against an object's claim to a value.
     *
     * @throws ApiException Unavailable while the server stops
     */
    synchronized Answer ask(Safeguards.Field field, Holder claim) {
        long revision = catchUp();
        ClaimedValues values = Objects.requireNonNull(byPath.get(field.path()), field.path());
        return new Answer(revision, values.first(claim), values.displaced(claim));
    }

    synchronized void close() {
        if (subscription != null) {
            subscription.close();
            subscription = null;
        }
    }

    /** An object with its value of a field, as the rest knows it; the value is empty when there is none. */
    static Holder holder(Safeguards.Field field, ObjectKey key, ObjectNode object) {
        return new Holder(Metadata.text(object, "creationTimestamp"), key, text(field.in(object)));
    }

    static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : "";
    }

    private long catchUp() {
        for (int starts = 0; starts < MAX_STARTS; starts++) {
            Subscription following = subscription == null ? begin() : subscription;
            try {
                for (WatchEvent event = next(following); event != null; event = next(following)) {
                    take(event);
                }
                return following.deliveredRevision();
            } catch (SlowWatcherException | WatchEndedException e) {
                close();
            }
        }
        throw stopping();
    }

    private Subscription begin() {
        byPath.values().forEach(ClaimedValues::clear);
        Subscription begun = follow.get();
        subscription = begun;
        return begun;
    }

    private static @Nullable WatchEvent next(Subscription following) {
        try {
            return following.poll(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stopping();
        }
    }

    private void take(WatchEvent event) {
        ObjectKey key = event.object().key();
        if (event.type() == Change.Type.DELETED) {
            byPath.values().forEach(values -> values.remove(key));
            return;
        }
        ObjectNode object = ObjectJson.decode(event.object().json());
        for (Safeguards.Field field : fields) {
            Objects.requireNonNull(byPath.get(field.path()), field.path()).put(holder(field, key, object));
        }
    }

    private static ApiException stopping() {
        return new ApiException(new ApiFault.Unavailable("the server is stopping", Duration.ofSeconds(1)));
    }
}
