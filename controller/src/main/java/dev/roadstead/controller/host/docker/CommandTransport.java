package dev.roadstead.controller.host.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * docker-java's transport, on ours. Answers are read completely before docker-java sees them, so no connection hangs on
 * its closing them (it does so twice, or never), and it starts no thread. Engine errors leave as {@link EngineException},
 * past docker-java's own.
 */
record CommandTransport(EngineHttp http, Duration timeout) implements DockerHttpClient {
    @Override
    public Response execute(Request request) {
        if (request.hijackedInput() != null) {
            throw new UnsupportedOperationException("streams do not go through docker-java");
        }
        HttpRequest own = new HttpRequest(request.method(), request.path(), request.headers(), body(request));
        return new Answer(http.call(own, timeout));
    }

    private static byte[] body(Request request) {
        byte[] bytes = request.bodyBytes();
        if (bytes != null) {
            return bytes;
        }
        try (InputStream body = request.body()) {
            return body == null ? new byte[0] : body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("docker-java's request could not be read", e);
        }
    }

    /** Does nothing: the connections belong to the host. */
    @Override
    public void close() {}

    private record Answer(HttpResponse response) implements Response {
        @Override
        public int getStatusCode() {
            return response.status();
        }

        @Override
        public Map<String, List<String>> getHeaders() {
            return response.headers().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            entry -> List.of(entry.getValue()),
                            (one, _) -> one,
                            () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
        }

        @Override
        public InputStream getBody() {
            return response.body();
        }

        @Override
        public void close() {}
    }
}
