package dev.roadstead.e2e;

import dev.roadstead.testkit.EngineApi;
import dev.roadstead.testkit.RouterImage;
import dev.roadstead.testkit.TestEngine;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The router's image, and this machine to itself for a class whose router runs: its API has one port of the host's loopback,
 * so the classes of all processes take turns.
 */
final class OneRouter implements BeforeAllCallback, AfterAllCallback {
    static final String REPOSITORY = "roadstead-e2e/router";
    static final String IMAGE = REPOSITORY + ":1";

    private static final Path TURN = Path.of(System.getProperty("java.io.tmpdir"), "roadstead-e2e-router.lock");

    private @Nullable FileChannel turn;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        FileChannel channel = FileChannel.open(TURN, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        turn = channel;
        channel.lock();
        forgetImage(); // of a run that was stopped
        RouterImage.make(TestEngine.socket(), REPOSITORY, "1");
    }

    /** The image has this build's code in it. */
    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        try (FileChannel _ = turn) {
            forgetImage();
        }
    }

    private static void forgetImage() throws IOException {
        new EngineApi(TestEngine.socket()).delete("/images/" + IMAGE + "?force=true");
    }
}
