package dev.roadstead.cli.quickstart;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Progress;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/** Sees to it that the engine has the example's image: there already, pulled, or imported from this machine. */
final class ExampleImage {
    private static final Duration PULL_LIMIT = Duration.ofSeconds(90);

    private final DockerEngine engine;
    private final Progress progress;
    private final String repository;
    private final String tag;

    /** An image by repository and tag, as in {@code busybox} and {@code stable}. */
    ExampleImage(DockerEngine engine, Progress progress, String repository, String tag) {
        this.engine = engine;
        this.progress = progress;
        this.repository = repository;
        this.tag = tag;
    }

    /**
     * Returns when the image is there.
     *
     * @throws CliException if it can neither be pulled nor imported
     */
    void ensure() throws IOException {
        String name = repository + ":" + tag;
        if (engine.hasImage(name)) {
            return;
        }
        progress.say("pulling " + name);
        Optional<String> problem = pull(name);
        if (problem.isEmpty()) {
            return;
        }
        StaticBusybox busybox = StaticBusybox.find()
                .or(() -> StaticBusybox.install(progress))
                .orElseThrow(() -> new CliException(name + " cannot be pulled (" + problem.get()
                        + ") and there is no static busybox on this machine to use instead;"
                        + " install one (apt-get install busybox-static), or docker load the image"));
        engine.importImage(repository, tag, busybox.toRootFileSystem());
        progress.say(
                name + " cannot be pulled here; imported this machine's " + busybox.program() + " under that name");
    }

    /** What went wrong; empty when nothing did. */
    private Optional<String> pull(String name) {
        Executor virtual = task -> Thread.ofVirtual().start(task);
        CompletableFuture<Optional<String>> pull = CompletableFuture.supplyAsync(this::tryPull, virtual);
        try {
            return progress.await(
                            "the engine to pull " + name,
                            PULL_LIMIT.plusSeconds(5),
                            () -> pull.isDone() ? Optional.of(pull.join()) : Optional.empty())
                    .orElse(Optional.of("no answer"));
        } catch (CompletionException e) {
            throw new IllegalStateException("pulling " + name, e.getCause());
        }
    }

    private Optional<String> tryPull() {
        try {
            engine.pull(repository, tag, PULL_LIMIT);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
