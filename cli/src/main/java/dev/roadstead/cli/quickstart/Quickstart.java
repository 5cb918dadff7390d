package dev.roadstead.cli.quickstart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import dev.roadstead.cli.report.Readiness;
import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.model.ResourceType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The steps of the guided first run. Each looks before it acts, so that a second run does nothing. */
public final class Quickstart {
    private static final Duration READY_LIMIT = Duration.ofMinutes(2);

    private final Path examples;
    private final Path dockerSocket;
    private final Progress progress;

    /** What the run came to: the page's address, and whether anything had to be done for it. */
    public record Result(URI page, boolean changed) {}

    /**
     * The first run of one example on this machine's engine.
     *
     * @param examples folder with the manifests: one Application that publishes a page, and what it needs
     */
    public Quickstart(Path examples, Path dockerSocket, Progress progress) {
        this.examples = examples;
        this.dockerSocket = dockerSocket;
        this.progress = progress;
    }

    /**
     * Checks the engine and brings the image to it.
     *
     * @throws CliException if there is no engine, or no way to the image
     */
    public void prepareEngine() {
        DockerEngine engine = new DockerEngine(dockerSocket);
        try {
            engine.ping();
        } catch (IOException e) {
            throw new CliException(
                    "no Docker engine answers at " + dockerSocket + " (" + e.getMessage()
                            + "); 'make quickstart' installs and starts one",
                    e);
        }
        try {
            new ExampleImage(engine, progress, "busybox", "stable").ensure();
        } catch (IOException e) {
            throw new CliException("the Docker engine could not take the image: " + e.getMessage(), e);
        }
    }

    /**
     * Applies the manifests, waits until the Application is Ready, and asks for its page.
     *
     * @throws CliException if it does not get ready or the page does not answer, with what is known about why
     */
    public Result run(ApiClient api) {
        Applier applier = new Applier(api);
        boolean changed = false;
        Optional<ObjectNode> application = Optional.empty();
        for (ObjectNode manifest : Manifests.read(examples)) {
            if (manifest.path("kind").asText().equals("Application")) {
                settleHostPort(manifest, applier);
                application = Optional.of(manifest);
            }
            Applier.Change change = applier.apply(manifest);
            changed |= change != Applier.Change.unchanged;
            progress.say(label(manifest) + " " + change);
        }
        ObjectNode hello = application.orElseThrow(
                () -> new CliException("there is no Application among the manifests in " + examples));
        awaitReady(api, hello);
        return new Result(requestPage(hello), changed);
    }

    private void settleHostPort(ObjectNode manifest, Applier applier) {
        Optional<ObjectNode> published = HostPorts.published(manifest);
        if (published.isEmpty()) {
            return;
        }
        int wanted = published.get().path("hostPort").asInt();
        Optional<JsonNode> existing = applier.find(manifest);
        int port = HostPorts.choose(wanted, existing, HostPorts::free);
        if (port != wanted && existing.isEmpty()) {
            progress.say("port " + wanted + " is taken by another program; publishing on " + port + " instead");
        }
        published.get().put("hostPort", port);
    }

    private void awaitReady(ApiClient api, ObjectNode manifest) {
        // A message that comes and goes while a container is retried is worth one line.
        Set<String> said = new LinkedHashSet<>();
        Optional<Boolean> ready = progress.await(label(manifest) + " to be Ready", READY_LIMIT, () -> {
            Readiness readiness = api.find(ResourceType.APPLICATION, namespace(manifest), Applier.name(manifest))
                    .map(Readiness::of)
                    .orElseThrow(() -> new CliException(
                            label(manifest) + " was deleted while quickstart was waiting for it; run it again"));
            if (said.add(readiness.message())) {
                progress.say(label(manifest) + ": " + readiness.message());
            }
            return readiness.ready() ? Optional.of(true) : Optional.empty();
        });
        if (ready.isEmpty()) {
            throw new CliException(notReady(api, manifest));
        }
    }

    private static String notReady(ApiClient api, ObjectNode manifest) {
        String name = Applier.name(manifest);
        List<String> story = Story.of(api, namespace(manifest), name);
        return label(manifest) + " is not Ready after " + READY_LIMIT.toMinutes() + " min."
                + "\nIts events:\n  " + (story.isEmpty() ? "none" : String.join("\n  ", story))
                + "\nTry: kubectl describe application " + name
                + "; docker ps -a; or delete it (kubectl delete application " + name + ") and run quickstart again";
    }

    private URI requestPage(ObjectNode manifest) {
        int port = HostPorts.published(manifest)
                .orElseThrow(() -> new CliException(label(manifest) + " publishes no port"))
                .path("hostPort")
                .asInt();
        URI page = URI.create("http://127.0.0.1:" + port + "/");
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            HttpResponse<String> reply = http.send(
                    HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(10)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) {
                throw new CliException(page + " answers with status " + reply.statusCode() + " instead of 200");
            }
            progress.say("the page answers: "
                    + reply.body()
                            .replaceAll("(?s)<title>.*?</title>|<[^>]*>", "")
                            .strip());
            return page;
        } catch (IOException e) {
            throw new CliException(label(manifest) + " is Ready, but " + page + " does not answer (" + e + ")", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException("interrupted", e);
        }
    }

    private static String namespace(JsonNode manifest) {
        return manifest.at("/metadata/namespace").asText("default");
    }

    private static String label(JsonNode manifest) {
        return manifest.path("kind").asText() + " " + Applier.name(manifest);
    }
}
