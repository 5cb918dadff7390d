package dev.roadstead.bench.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class ConnectionTest {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Test
    void answersFollowEachOtherOnOneConnection() throws IOException {
        try (Connection connection = answering("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nfirst"
                + "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nsec\r\n3\r\nond\r\n0\r\n\r\n"
                + "HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(connection.exchange(new byte[0], 200, body::write)).isEqualTo(5);
            assertThat(connection.exchange(new byte[0], 201, body::write)).isEqualTo(6);
            assertThat(connection.exchange(new byte[0], 204, body::write)).isZero();
            assertThat(body).hasToString("firstsecond");
        }
    }

    @Test
    void anotherStatusIsAnErrorWithTheBody() throws IOException {
        try (Connection connection = answering("HTTP/1.1 429 Too Many\r\nContent-Length: 4\r\n\r\nbusy")) {
            assertThatExceptionOfType(UnexpectedStatusException.class)
                    .isThrownBy(() -> connection.exchange(new byte[0], 200, body::write))
                    .withMessage("expected status 200, got 429: busy")
                    .satisfies(e -> assertThat(e.status()).isEqualTo(429));
        }
    }

    private static Connection answering(String answers) throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Connection connection = new Connection(new Socket(server.getInetAddress(), server.getLocalPort()));
            try (Socket accepted = server.accept()) {
                accepted.getOutputStream().write(answers.getBytes(StandardCharsets.US_ASCII));
            }
            return connection;
        }
    }
}
