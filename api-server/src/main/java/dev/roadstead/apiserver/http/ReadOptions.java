package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.selector.FieldSelector;
import dev.roadstead.apiserver.selector.LabelSelector;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.List;
import java.util.function.Predicate;

/** The query parameters that get, list and watch have in common (meta/v1 ListOptions). Pure. */
final class ReadOptions {
    private ReadOptions() {}

    static Predicate<CachedObject> selection(Query query, ResourceDefinition definition) {
        LabelSelector labels = LabelSelector.parse(query.text("labelSelector"));
        FieldSelector fields = FieldSelector.parse(query.text("fieldSelector"), definition);
        return object -> labels.matches(object.labels()) && fields.matches(object.key(), object.json());
    }

    /** The only name that a request for a collection asks for ({@code fieldSelector=metadata.name=x}); empty for any. */
    static String selectedName(Query query, RequestInfo info) {
        boolean selects = List.of("list", "watch", "deletecollection").contains(info.verb());
        return selects ? FieldSelector.selectedName(query.text("fieldSelector")) : "";
    }

    /** As "Resource versions" of the Kubernetes API concepts has it for get and list. */
    static Freshness freshness(Query query) {
        String match = query.text("resourceVersionMatch");
        String version = query.text("resourceVersion");
        if (version.isEmpty()) {
            if (!match.isEmpty()) {
                throw Query.bad("resourceVersionMatch", match, "none without resourceVersion");
            }
            return new Freshness.MostRecent();
        }
        long revision = query.number("resourceVersion", 0);
        return switch (match) {
            case "", "NotOlderThan" -> revision == 0 ? new Freshness.Any() : new Freshness.NotOlderThan(revision);
            case "Exact" -> {
                if (revision == 0) {
                    throw Query.bad("resourceVersionMatch", match, "NotOlderThan for resourceVersion 0");
                }
                yield new Freshness.Exact(revision);
            }
            default -> throw Query.bad("resourceVersionMatch", match, "Exact or NotOlderThan");
        };
    }
}
