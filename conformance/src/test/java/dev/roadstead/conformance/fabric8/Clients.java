package dev.roadstead.conformance.fabric8;

import dev.roadstead.conformance.TestServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of the test server, each with a new namespace. */
final class Clients {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private Clients() {}

    static KubernetesClient of(TestServer server) {
        return through(server, server.url().getPort());
    }

    /** Reaches the server by another port, where something forwards to it. */
    static KubernetesClient through(TestServer server, int port) {
        String namespace = "fabric8-" + NAMESPACES.incrementAndGet();
        server.ensureNamespace(namespace);
        try {
            Config config = Config.fromKubeconfig(Files.readString(server.kubeconfig()));
            config.setMasterUrl("https://127.0.0.1:" + port + "/");
            config.setNamespace(namespace);
            config.setWatchReconnectInterval(50);
            return new KubernetesClientBuilder()
                    .withConfig(config)
                    .withHttpClientFactory(new JdkHttpClientFactory())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
