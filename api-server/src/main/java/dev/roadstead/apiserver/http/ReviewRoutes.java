package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.admission.BodyDecoder;
import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.authn.ServiceAccountName;
import dev.roadstead.apiserver.authz.RequestInfo;
import dev.roadstead.apiserver.discovery.Rendering;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import dev.roadstead.apiserver.fault.Cause;
import dev.roadstead.apiserver.people.CredentialRequests;
import dev.roadstead.apiserver.review.Reviews;
import dev.roadstead.apiserver.review.TokenRequests;
import dev.roadstead.apiserver.schema.ObjectSchema.Shaped;
import dev.roadstead.apiserver.schema.ResourceCatalog;
import dev.roadstead.apiserver.schema.ResourceDefinition;
import java.util.List;
import java.util.function.Supplier;

/** Kinds that are created and answered, but never stored: reviews and tokens of ServiceAccounts, keys and invitations. */
final class ReviewRoutes {
    private final Supplier<ResourceCatalog> catalog;
    private final Reviews reviews;
    private final TokenRequests tokens;
    private final CredentialRequests credentials;

    ReviewRoutes(
            Supplier<ResourceCatalog> catalog, Reviews reviews, TokenRequests tokens, CredentialRequests credentials) {
        this.catalog = catalog;
        this.reviews = reviews;
        this.tokens = tokens;
        this.credentials = credentials;
    }

    /** False when the path is none of these. */
    boolean handle(Exchange exchange, RequestInfo.Resource info, Caller caller, Deadline deadline)
            throws InterruptedException {
        if (isToken(info)) {
            demandCreate(exchange, info);
            ServiceAccountName account = new ServiceAccountName(info.namespace(), info.name());
            Answers.sendJson(exchange, 201, tokens.answer(account, body(exchange, deadline)));
            return true;
        }
        if (isCredential(info)) {
            demandCreate(exchange, info);
            demandNothing(exchange, deadline);
            exchange.setHeader("Cache-Control", "no-store");
            ObjectNode made = info.plural().equals("apikeys")
                    ? credentials.key(info.namespace(), info.name(), caller)
                    : credentials.invitation(info.namespace(), info.name(), caller);
            Answers.sendJson(exchange, 201, made);
            return true;
        }
        ResourceDefinition definition = catalog.get().find(info.group(), info.version(), info.plural());
        if (definition == null || !Reviews.isReview(definition)) {
            return false;
        }
        if (!info.name().isEmpty()
                || definition.namespaced() == info.namespace().isEmpty()) {
            return false;
        }
        demandCreate(exchange, info);
        ObjectNode admitted = admit(definition, body(exchange, deadline));
        Answers.sendJson(exchange, 201, reviews.answer(definition, admitted, info.namespace(), caller.principal()));
        return true;
    }

    private static boolean isToken(RequestInfo.Resource info) {
        return info.group().isEmpty()
                && info.version().equals("v1")
                && info.plural().equals("serviceaccounts")
                && info.subresource().equals("token")
                && !info.namespace().isEmpty();
    }

    /** What a token is for stands in the object that it is made of. */
    private static void demandNothing(Exchange exchange, Deadline deadline) throws InterruptedException {
        byte[] body = exchange.readBody(deadline);
        if (body.length > 0
                && !BodyDecoder.decodeOptions(body, exchange.header("Content-Type"))
                        .isEmpty()) {
            throw new ApiException(new ApiFault.BadRequest(
                    "the body must be {}: what the token may do and when it ends stand in the spec of the object"));
        }
    }

    private static boolean isCredential(RequestInfo.Resource info) {
        return info.group().equals("roadstead.dev")
                && info.version().equals("v1")
                && (info.plural().equals("apikeys") || info.plural().equals("invitations"))
                && info.subresource().equals("token")
                && !info.namespace().isEmpty();
    }

    /** What is never stored has no rows. */
    private static void demandCreate(Exchange exchange, RequestInfo.Resource info) {
        if (!info.verb().equals("create")) {
            throw ResourceRoutes.methodNotAllowed();
        }
        Rendering.demandPlain(exchange.header("Accept"));
    }

    private static ObjectNode body(Exchange exchange, Deadline deadline) throws InterruptedException {
        return BodyDecoder.decode(exchange.readBody(deadline), exchange.header("Content-Type"));
    }

    private static ObjectNode admit(ResourceDefinition definition, ObjectNode body) {
        for (String field : List.of("apiVersion", "kind")) {
            String expected = field.equals("kind") ? definition.kind() : definition.apiVersion();
            if (!body.path(field).asText().equals(expected)) {
                throw new ApiException(new ApiFault.BadRequest("the " + field + " in the data ("
                        + body.path(field).asText() + ") does not match the expected " + field + " (" + expected
                        + ")"));
            }
        }
        Shaped shaped = definition.schema().shape(body);
        List<Cause> causes = definition.schema().validate(shaped.object(), null);
        if (!causes.isEmpty()) {
            throw new ApiException(
                    new ApiFault.Invalid(new ApiFault.Subject(definition.group(), definition.kind(), ""), causes));
        }
        return shaped.object();
    }
}
