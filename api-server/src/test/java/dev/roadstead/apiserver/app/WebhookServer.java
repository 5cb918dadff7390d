package dev.roadstead.apiserver.app;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.tls.Pki;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real HTTPS service that answers AdmissionReviews as a test wants; an answer of null never comes. */
final class WebhookServer implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final Path directory;
    private final Pki.ServerIdentity identity;
    private final HttpServer server;
    private final List<ObjectNode> requests = new CopyOnWriteArrayList<>();
    private volatile Function<ObjectNode, @Nullable String> answers = request -> allowing(request, "");

    WebhookServer() {
        try {
            directory = Files.createTempDirectory("roadstead-webhook");
            identity = new Pki(directory, InstantSource.system(), new SecureRandom()).ensure(Set.of("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(new PemKeyCertOptions()
                                .addCertValue(Buffer.buffer(identity.certificate()))
                                .addKeyValue(Buffer.buffer(identity.key()))))
                .requestHandler(http -> http.body().onSuccess(body -> {
                    ObjectNode request =
                            (ObjectNode) TestApi.parse(body.toString()).get("request");
                    requests.add(request);
                    String answer = answers.apply(request);
                    if (answer != null) {
                        http.response()
                                .putHeader("Content-Type", "application/json")
                                .end(answer);
                    }
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** The requests of AdmissionReviews that came, in order. */
    List<ObjectNode> requests() {
        return requests;
    }

    void answer(Function<ObjectNode, @Nullable String> by) {
        requests.clear();
        answers = by;
    }

    /** An AdmissionReview that allows; {@code more} are further JSON members of the response. */
    static String allowing(ObjectNode request, String more) {
        return review(request.path("uid").asText(), "true" + more);
    }

    static String patching(ObjectNode request, String patch) {
        return allowing(
                request,
                ", \"patchType\": \"JSONPatch\", \"patch\": \""
                        + Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8)) + "\"");
    }

    static String refusing(ObjectNode request, String message) {
        return review(request.path("uid").asText(), "false, \"status\": {\"message\": \"" + message + "\"}");
    }

    static String review(String uid, String allowed) {
        return """
                {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1",
                 "response": {"uid": "%s", "allowed": %s}}""".formatted(uid, allowed);
    }

    /** One webhook for widgets of a namespace, as YAML; {@code more} are further members in flow style. */
    String webhook(String name, String namespace, String more) {
        String authority = identity.authority();
        String bundle = authority.startsWith("-----")
                ? Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.UTF_8))
                : authority;
        return """
                {name: %s.hooks.example.com, sideEffects: None, admissionReviewVersions: [v1],
                 clientConfig: {url: 'https://127.0.0.1:%d/review', caBundle: %s},
                 namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %s}},
                 rules: [{apiGroups: [test.roadstead.dev], apiVersions: [v1], operations: ['*'], resources: [widgets, widgets/status]}]%s}""".formatted(name, server.actualPort(), bundle, namespace, more.isEmpty() ? "" : ", " + more);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        RunningServer.delete(directory);
    }
}
