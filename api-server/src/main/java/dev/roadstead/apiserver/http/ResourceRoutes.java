package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.BodyDecoder;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.StatusJson;
import dev.roadstead.apiserver.patch.PatchType;
import dev.roadstead.apiserver.registry.CollectionDeletion;
import dev.roadstead.apiserver.registry.ConsistentReader;
import dev.roadstead.apiserver.registry.DeleteOptions;
import dev.roadstead.apiserver.registry.Freshness;
import dev.roadstead.apiserver.registry.Page;
import dev.roadstead.apiserver.registry.ResourceService;
import dev.roadstead.apiserver.registry.Subresource;
import dev.roadstead.apiserver.registry.Target;
import dev.roadstead.apiserver.registry.VersionView;
import dev.roadstead.apiserver.registry.WriteOptions;
import dev.roadstead.apiserver.registry.Written;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import dev.roadstead.apiserver.schema.ResourceDefinition.FieldValidation;
import dev.roadstead.apiserver.watch.CachedObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Objects and collections: from method, path and query to a call of the registry, and its result to an answer. */
final class ResourceRoutes {
    /** Characters; what a warning quotes comes from the client and may be of any length. */
    private static final int MAX_WARNING = 256;

    private final Supplier<ResourceCatalog> catalog;
    private final ConsistentReader reader;
    private final ResourceService service;
    private final WatchRoutes watches;
    private final CollectionDeletion deletion;
    private final Answers answers;
    private final AuditRoutes audit;

    ResourceRoutes(
            Supplier<ResourceCatalog> catalog,
            ConsistentReader reader,
            ResourceService service,
            WatchRoutes watches,
            Answers answers,
            AuditRoutes audit) {
        this.audit = audit;
        this.catalog = catalog;
        this.reader = reader;
        this.service = service;
        this.watches = watches;
        this.deletion = new CollectionDeletion(service);
        this.answers = answers;
    }

    /** False when there is no such path. */
    boolean handle(Exchange exchange, RequestInfo.Resource info, Caller caller, Deadline deadline)
            throws InterruptedException {
        ResourceDefinition definition = catalog.get().find(info.group(), info.version(), info.plural());
        Subresource subresource = definition == null ? null : subresource(definition, info);
        if (definition == null || subresource == null) {
            return false;
        }
        if (subresource == Subresource.NONE && !definition.verbs().contains(info.verb())) {
            throw methodNotAllowed();
        }
        warn(exchange, definition, List.of());
        if (definition.resource().equals(AuditRoutes.RESOURCE)) {
            audit.handle(exchange, info, definition);
            return true;
        }
        Target target = new Target(definition, info.namespace(), info.name());
        if (info.name().isEmpty()) {
            collection(exchange, info, definition, caller, deadline);
        } else {
            object(exchange, info, target, subresource, caller, deadline);
        }
        return true;
    }

    private static @Nullable Subresource subresource(ResourceDefinition definition, RequestInfo.Resource info) {
        boolean scopeFits = definition.namespaced()
                ? info.name().isEmpty() || !info.namespace().isEmpty()
                : info.namespace().isEmpty();
        if (!scopeFits) {
            return null;
        }
        return switch (info.subresource()) {
            case "" -> Subresource.NONE;
            case "status" -> definition.statusSubresource() ? Subresource.STATUS : null;
            case "scale" -> definition.scale() == null ? null : Subresource.SCALE;
            case "finalize" -> definition.resource().equals("namespaces") ? Subresource.FINALIZE : null;
            default -> null;
        };
    }

    private void collection(
            Exchange exchange,
            RequestInfo.Resource info,
            ResourceDefinition definition,
            Caller caller,
            Deadline deadline)
            throws InterruptedException {
        switch (info.verb()) {
            case "list" -> list(exchange, info, definition);
            case "watch" -> watches.watch(exchange, info, definition, caller);
            case "create" -> {
                if (definition.namespaced() && info.namespace().isEmpty()) {
                    throw methodNotAllowed();
                }
                create(exchange, info, definition, caller, deadline);
            }
            case "deletecollection" -> deleteCollection(exchange, info, definition, caller, deadline);
            default -> throw methodNotAllowed();
        }
    }

    private void object(
            Exchange exchange,
            RequestInfo.Resource info,
            Target target,
            Subresource subresource,
            Caller caller,
            Deadline deadline)
            throws InterruptedException {
        if (subresource == Subresource.FINALIZE && !info.verb().equals("update")) {
            throw methodNotAllowed();
        }
        switch (info.verb()) {
            case "get" -> get(exchange, target, subresource);
            case "update" -> {
                ObjectNode body = BodyDecoder.decode(exchange.readBody(deadline), exchange.header("Content-Type"));
                sendWritten(
                        exchange,
                        200,
                        target.definition(),
                        service.update(target, subresource, body, options(exchange, target.definition(), caller)));
            }
            case "patch" -> {
                PatchType type = PatchType.of(exchange.header("Content-Type"));
                byte[] patch = exchange.readBody(deadline);
                WriteOptions options = options(exchange, target.definition(), caller);
                Written written = type == PatchType.APPLY
                        ? service.apply(target, subresource, patch, options)
                        : service.patch(target, subresource, type, patch, options);
                sendWritten(exchange, written.created() ? 201 : 200, target.definition(), written);
            }
            case "delete" -> {
                if (subresource != Subresource.NONE) {
                    throw methodNotAllowed();
                }
                delete(exchange, target, caller, deadline);
            }
            default -> throw methodNotAllowed();
        }
    }

    private void get(Exchange exchange, Target target, Subresource subresource) throws InterruptedException {
        Freshness freshness = ListOptions.freshness(exchange.query());
        byte[] json = subresource == Subresource.SCALE
                ? Answers.encode(service.scale(target, freshness))
                : new VersionView(target.definition())
                        .of(reader.get(target, freshness).json());
        answers.sendObject(exchange, 200, target.definition(), json);
    }

    private void list(Exchange exchange, RequestInfo.Resource info, ResourceDefinition definition)
            throws InterruptedException {
        answers.sendList(exchange, definition, page(exchange.query(), info, definition));
    }

    private Page page(Query query, RequestInfo.Resource info, ResourceDefinition definition) {
        return reader.list(
                definition,
                info.namespace().isEmpty() ? null : info.namespace(),
                ObjectSelector.of(query, definition),
                ListOptions.page(query, info.namespace()));
    }

    private void deleteCollection(
            Exchange exchange,
            RequestInfo.Resource info,
            ResourceDefinition definition,
            Caller caller,
            Deadline deadline)
            throws InterruptedException {
        DeleteOptions options = deleteOptions(exchange, deadline);
        Page page = page(exchange.query(), info, definition);
        List<CachedObject> deleted = deletion.delete(definition, page.items(), options, caller);
        answers.sendList(exchange, definition, new Page(page.revision(), deleted, page.next(), page.remaining()));
    }

    private void create(
            Exchange exchange,
            RequestInfo.Resource info,
            ResourceDefinition definition,
            Caller caller,
            Deadline deadline)
            throws InterruptedException {
        ObjectNode body = BodyDecoder.decode(exchange.readBody(deadline), exchange.header("Content-Type"));
        sendWritten(
                exchange,
                201,
                definition,
                service.create(definition, info.namespace(), body, options(exchange, definition, caller)));
    }

    private void delete(Exchange exchange, Target target, Caller caller, Deadline deadline)
            throws InterruptedException {
        switch (service.delete(target, deleteOptions(exchange, deadline), caller)) {
            case ResourceService.Deleted.Gone(ApiFault.Subject subject, String uid, List<String> warnings) -> {
                warn(exchange, target.definition(), warnings);
                Answers.sendJson(exchange, 200, StatusJson.deleted(subject, uid));
            }
            case ResourceService.Deleted.Waiting(ObjectNode object, List<String> warnings) -> {
                warn(exchange, target.definition(), warnings);
                answers.sendObject(exchange, 200, target.definition(), Answers.encode(object));
            }
        }
    }

    private static DeleteOptions deleteOptions(Exchange exchange, Deadline deadline) throws InterruptedException {
        byte[] body = exchange.readBody(deadline);
        ObjectNode options = body.length == 0
                ? JsonNodeFactory.instance.objectNode()
                : BodyDecoder.decodeOptions(body, exchange.header("Content-Type"));
        Query query = exchange.query();
        return DeleteOptions.from(options, query.dryRun(), query.text("propagationPolicy"));
    }

    private void sendWritten(Exchange exchange, int status, ResourceDefinition definition, Written written)
            throws InterruptedException {
        warn(exchange, definition, written.warnings());
        answers.sendObject(exchange, status, definition, written.json());
    }

    private static void warn(Exchange exchange, ResourceDefinition definition, List<String> sentences) {
        List<String> warnings = new ArrayList<>();
        if (definition.deprecation() != null) {
            warnings.add("299 - \"" + quotable(definition.deprecation()) + "\"");
        }
        for (String sentence : sentences) {
            warnings.add("299 - \"" + quotable(sentence) + "\"");
        }
        if (!warnings.isEmpty()) {
            exchange.setHeader("Warning", warnings);
        }
    }

    /** As a quoted-string of RFC 9110, not too long: a header holds neither line breaks nor characters beyond ASCII. */
    private static String quotable(String text) {
        String shown = text.length() > MAX_WARNING ? text.substring(0, MAX_WARNING) + "..." : text;
        return shown.replaceAll("[^\\x20-\\x7e]", "?").replace("\\", "\\\\").replace("\"", "\\\"");
    }

    private static WriteOptions options(Exchange exchange, ResourceDefinition definition, Caller caller) {
        FieldValidation validation = switch (exchange.query().text("fieldValidation")) {
            case "" -> definition.unknownFields();
            case "Ignore" -> FieldValidation.IGNORE;
            case "Warn" -> FieldValidation.WARN;
            case "Strict" -> FieldValidation.STRICT;
            case String other -> throw Query.bad("fieldValidation", other, "Ignore, Warn or Strict");
        };
        return new WriteOptions(
                exchange.query().dryRun(),
                validation,
                exchange.query().text("fieldManager"),
                exchange.query().flag("force"),
                caller);
    }

    static ApiException methodNotAllowed() {
        return new ApiException(
                new ApiFault.MethodNotAllowed("the server does not allow this method on the requested resource"));
    }
}
