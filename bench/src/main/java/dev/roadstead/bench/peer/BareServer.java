package dev.roadstead.bench.peer;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Vert.x can do at best: the same bytes for every request, over TLS, by one handler on an event loop for each core.
 * The main class of a process of its own.
 */
public final class BareServer {
    private BareServer() {}

    /** Arguments: port; certificate; key; file with the body. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setSslEngineOptions(new OpenSSLEngineOptions())
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions().addCertPath(arguments[1]).addKeyPath(arguments[2]));
        byte[] body = Files.readAllBytes(Path.of(arguments[3]));
        int cores = Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
                .deployVerticle(() -> handler(port, options, body), new DeploymentOptions().setInstances(cores))
                .onSuccess(deployed -> System.out.println(BareProcess.READY))
                .onFailure(failure -> System.out.println("cannot listen: " + failure));
    }

    private static AbstractVerticle handler(int port, HttpServerOptions options, byte[] body) {
        return new AbstractVerticle() {
            @Override
            public void start(Promise<Void> started) {
                vertx.createHttpServer(options)
                        .requestHandler(request -> request.response()
                                .putHeader("Content-Type", "application/json")
                                .end(Buffer.buffer(body)))
                        .listen(port, "127.0.0.1")
                        .<Void>mapEmpty()
                        .onComplete(started);
            }
        };
    }
}
