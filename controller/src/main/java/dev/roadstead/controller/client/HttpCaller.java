package dev.roadstead.controller.client;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP exchanges with deadlines; every failure becomes an {@link ApiCallException}, here and nowhere else. Thread-safe.
 */
final class HttpCaller implements AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 256 << 20;
    private static final int MAX_QUOTED = 200;

    private final Kubeconfig config;
    private final ClientTimeouts timeouts;
    private final HttpClient http;
    private final JsonMapper mapper;

    HttpCaller(Kubeconfig config, ClientTimeouts timeouts, JsonMapper mapper) {
        this.config = config;
        this.timeouts = timeouts;
        this.mapper = mapper;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(timeouts.connect())
                .executor(Executors.newVirtualThreadPerTaskExecutor());
        if (config.certificateAuthority() != null) {
            builder.sslContext(Tls.trusting(config.certificateAuthority()));
        }
        this.http = builder.build();
    }

    /** Makes something of an answer's body. */
    @FunctionalInterface
    interface AnswerReader<T> {
        T read(byte[] body) throws IOException;
    }

    /** One call; refusals with Retry-After (429, 503) are repeated as long as the deadline allows. */
    <T> T call(
            String method, String path, @Nullable String contentType, @Nullable JsonNode body, AnswerReader<T> reader) {
        HttpRequest request = request(method, path, contentType, body);
        long deadline = System.nanoTime() + timeouts.call().toNanos();
        try {
            while (true) {
                var answer = exchange(
                        request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES), deadline);
                if (answer.statusCode() / 100 == 2) {
                    return reader.read(answer.body());
                }
                Optional<Duration> wait = retryAfter(answer);
                if (wait.isEmpty() || deadline - System.nanoTime() < wait.get().toNanos()) {
                    throw refusal(request, answer.statusCode(), answer.body());
                }
                Thread.sleep(wait.get());
            }
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        } catch (IOException e) {
            throw new ApiCallException(0, "", describe(request) + ": the answer is no JSON", e);
        }
    }

    /** Opens a stream whose body arrives bit by bit. */
    ByteFeed open(String path) {
        HttpRequest request = request("GET", path, null, null);
        long deadline = System.nanoTime() + timeouts.call().toNanos();
        try {
            HttpResponse<ByteFeed> answer = exchange(request, info -> new ByteFeed(), deadline);
            ByteFeed feed = answer.body();
            if (answer.statusCode() == 200) {
                return feed;
            }
            try (feed) {
                throw refusal(request, answer.statusCode(), feed.readAll(deadline));
            } catch (IOException e) {
                throw refusal(request, answer.statusCode(), new byte[0]);
            }
        } catch (InterruptedException e) {
            throw interrupted(request, e);
        }
    }

    /** Ends open exchanges. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private HttpRequest request(String method, String path, @Nullable String contentType, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(config.server().resolve(path))
                .header("Authorization", "Bearer " + config.token())
                .header("Accept", "application/json")
                .header("User-Agent", "roadstead-controller");
        if (contentType == null || body == null) {
            return request.method(method, BodyPublishers.noBody()).build();
        }
        return request.header("Content-Type", contentType)
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
    }

    private <B> HttpResponse<B> exchange(HttpRequest request, BodyHandler<B> handler, long deadline)
            throws InterruptedException {
        CompletableFuture<HttpResponse<B>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new ApiCallException(0, "", called(request) + ": no answer: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new ApiCallException(0, "", called(request) + ": no answer within " + timeouts.call(), e);
        } finally {
            answer.cancel(true);
        }
    }

    private ApiCallException refusal(HttpRequest request, int code, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        String reason = "";
        String message = text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…";
        try {
            JsonNode status = mapper.readTree(text);
            if (status.path("kind").asText().equals("Status")) {
                reason = status.path("reason").asText();
                message = status.path("message").asText();
            }
        } catch (JacksonException e) {
            // Something between us and the server answered: its text is all there is to tell.
        }
        return new ApiCallException(
                code, reason, describe(request) + ": " + (code + " " + reason).strip() + ": " + message, null);
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> answer) {
        if (answer.statusCode() != 429 && answer.statusCode() != 503) {
            return Optional.empty();
        }
        return answer.headers()
                .firstValue("Retry-After")
                .filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Integer.parseInt(seconds)));
    }

    private static ApiCallException interrupted(HttpRequest request, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new ApiCallException(0, "", describe(request) + ": interrupted", e);
    }

    /** With the server: where nobody answers, it is of interest who was asked. */
    private static String called(HttpRequest request) {
        return request.method() + " " + request.uri().resolve(request.uri().getRawPath());
    }

    private static String describe(HttpRequest request) {
        return request.method() + " " + request.uri().getPath();
    }
}
