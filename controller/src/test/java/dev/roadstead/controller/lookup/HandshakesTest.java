package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.lookup.CertificateLookup.Answer;
import dev.roadstead.controller.lookup.CertificateLookup.Question;
import dev.roadstead.testkit.Eventually;
import dev.roadstead.testkit.FreePort;
import dev.roadstead.testkit.edge.TestEdge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Test
    void whatAnEdgeShowsIsReadAndNotJudged() {
        URI nobody = URI.create("http://127.0.0.1:" + FreePort.find() + "/");
        try (TestEdge edge = new TestEdge(nobody, "t", MINUTE)) {
            assertThat(ask(edge.securePort()))
                    .isInstanceOfSatisfying(
                            Answer.Shown.class,
                            shown -> assertThat(shown.certificate()
                                            .getSubjectX500Principal()
                                            .getName())
                                    .isEqualTo("CN=TRAEFIK DEFAULT CERT"));
        }
    }

    @Test
    void whoSpeaksNoTlsIsNamed() throws Exception {
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread.ofVirtual().name("no-tls").start(() -> answerInPlain(plain));
            int port = plain.getLocalPort();
            assertThat(ask(port))
                    .isEqualTo(new Answer.Failed("the TLS handshake with 127.0.0.1 port " + port + " failed"));
        }
    }

    private static void answerInPlain(ServerSocket server) {
        try (Socket visitor = server.accept()) {
            visitor.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            // Until he has gone: closing earlier would reset the connection.
            visitor.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoIsNotThereOrDoesNotSpeakIsNamed() throws Exception {
        int free = FreePort.find();
        assertThat(ask(free)).isEqualTo(new Answer.Failed("nothing accepts connections at 127.0.0.1 port " + free));
        try (ServerSocket silent = new ServerSocket(0)) {
            int port = silent.getLocalPort();
            assertThat(ask(port)).isEqualTo(new Answer.Failed("no answer from 127.0.0.1 port " + port + " within 3 s"));
        }
    }

    private static Answer ask(int port) {
        try (Handshakes handshakes = new Handshakes(() -> Instant.EPOCH)) {
            Question question = new Question("127.0.0.1", port, "shop.example.com");
            return Eventually.await(
                            "an answer",
                            Duration.ofSeconds(10),
                            () -> handshakes.find(question, _ -> MINUTE, () -> {}),
                            Optional::isPresent)
                    .orElseThrow();
        }
    }
}
