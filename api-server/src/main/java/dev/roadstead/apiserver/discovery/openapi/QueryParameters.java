package dev.roadstead.apiserver.discovery.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The query parameters of one action. kubectl looks for {@code fieldValidation} and {@code dryRun} before it uses them. */
record QueryParameters(List<Parameter> parameters) {
    private record Parameter(String name, String type, String description) {}

    private static final Parameter DRY_RUN =
            new Parameter("dryRun", "string", "All: check the request and answer as if done, but store nothing.");
    private static final Parameter FIELD_MANAGER =
            new Parameter("fieldManager", "string", "Name of who makes the change, for managedFields.");
    private static final Parameter FIELD_VALIDATION = new Parameter(
            "fieldValidation", "string", "What happens to unknown and duplicate fields: Ignore, Warn or Strict.");

    static final QueryParameters WRITE = of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);
    static final QueryParameters PATCH = of(
            DRY_RUN,
            FIELD_MANAGER,
            FIELD_VALIDATION,
            new Parameter("force", "boolean", "Whether an apply takes fields over from other managers."));
    static final QueryParameters DELETE = of(
            DRY_RUN,
            new Parameter(
                    "propagationPolicy", "string", "What happens to dependents: Orphan, Background or Foreground."));
    static final QueryParameters LIST = of(
            new Parameter("allowWatchBookmarks", "boolean", "Whether a watch sends BOOKMARK events."),
            new Parameter("continue", "string", "Token of the page before; the server answers with the next one."),
            new Parameter("fieldSelector", "string", "Restricts the objects by their fields: metadata.name=web."),
            new Parameter("labelSelector", "string", "Restricts the objects by their labels: app=web,tier in (a, b)."),
            new Parameter("limit", "integer", "Most objects on one page; unlimited when absent."),
            new Parameter("resourceVersion", "string", "Revision to read at, or to watch from."),
            new Parameter("resourceVersionMatch", "string", "How resourceVersion counts: Exact or NotOlderThan."),
            new Parameter("timeoutSeconds", "integer", "Seconds after which a watch ends."),
            new Parameter("watch", "boolean", "Whether to send changes as they happen instead of a list."));

    private static QueryParameters of(Parameter... parameters) {
        return new QueryParameters(List.of(parameters));
    }

    void putInto(ObjectNode operation) {
        ArrayNode array = operation.putArray("parameters");
        for (Parameter parameter : parameters) {
            array.addObject()
                    .put("name", parameter.name)
                    .put("in", "query")
                    .put("description", parameter.description)
                    .putObject("schema")
                    .put("type", parameter.type);
        }
    }
}
