package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.selector.FieldSelector;
import dev.roadstead.apiserver.selector.LabelSelector;
import dev.roadstead.apiserver.selector.SelectableFields;
import dev.roadstead.apiserver.watch.CachedObject;
import dev.roadstead.apiserver.watch.ObjectFilter;
import java.util.List;

/**
 * The objects that the selectors of a request name.
 *
 * @param names JSON paths, in stored objects, of the fields that may be selected by
 */
record ObjectSelector(LabelSelector labels, FieldSelector fields, List<String> names, SelectableFields values)
        implements ObjectFilter {
    /** Reads {@code labelSelector} and {@code fieldSelector}. */
    static ObjectFilter of(Query query, ResourceDefinition definition) {
        LabelSelector labels = LabelSelector.parse(query.text("labelSelector"));
        FieldSelector fields = FieldSelector.parse(query.text("fieldSelector"), definition);
        if (labels.isEmpty() && fields.isEmpty()) {
            return ObjectFilter.ALL;
        }
        List<String> names = definition.storedSelectableFields();
        return new ObjectSelector(labels, fields, names, new SelectableFields(names));
    }

    /** The request as roles see it: with the only name that is asked for ({@code fieldSelector=metadata.name=x}). */
    static RequestInfo asAuthorized(Query query, RequestInfo info) {
        return info instanceof RequestInfo.Resource resource ? asAuthorized(query, resource) : info;
    }

    /** As {@link #asAuthorized(Query, RequestInfo)}. */
    static RequestInfo.Resource asAuthorized(Query query, RequestInfo.Resource info) {
        boolean selects = List.of("list", "watch", "deletecollection").contains(info.verb());
        return info.asAuthorized(selects ? FieldSelector.selectedName(query.text("fieldSelector")) : "");
    }

    @Override
    public boolean test(CachedObject object) {
        return labels.matches(object.labels())
                && fields.matches(object.key(), () -> object.fields(names, values::read));
    }

    @Override
    public boolean readsContent() {
        return !labels.isEmpty() || fields.readsContent();
    }
}
