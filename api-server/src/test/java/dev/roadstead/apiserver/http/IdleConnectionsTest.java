package dev.roadstead.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdleConnectionsTest {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void closesWhatIsIdleAndLeavesAQuietAnswerAlone() throws Exception {
        IdleConnections idle = new IdleConnections(Duration.ZERO);
        HttpServer server = vertx.createHttpServer()
                .connectionHandler(idle::opened)
                .requestHandler(request -> {
                    idle.requestBegins(request.connection());
                    if ("/quiet".equals(request.path())) {
                        request.response().setChunked(true).write("begun");
                    } else {
                        request.response().end().onComplete(sent -> idle.requestEnds(request.connection()));
                    }
                });
        server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS);
        try (Socket used = ask(server, "/");
                Socket quiet = ask(server, "/quiet")) {
            assertThat(used.getInputStream().read()).isEqualTo('H');
            assertThat(quiet.getInputStream().read()).isEqualTo('H');

            // The end of a request is counted a moment after its answer.
            long sweep = vertx.setPeriodic(10, timer -> idle.closeIdle());
            used.getInputStream().readAllBytes();
            quiet.setSoTimeout(200);
            assertThatThrownBy(() -> quiet.getInputStream().readAllBytes()).isInstanceOf(SocketTimeoutException.class);
            vertx.cancelTimer(sweep);
        }
    }

    private static Socket ask(HttpServer server, String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        return socket;
    }
}
