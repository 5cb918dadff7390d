package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The body of one request, collected on the event loop and read by the thread of the request. Nothing of a large one is
 * taken before it is wanted. A small one is taken as it comes, mostly together with the head: to hold it back would cost
 * more than to keep it.
 */
final class RequestBody {
    private static final int SMALL = 16 * 1024;
    private static final int MAX = 3 * 1024 * 1024;
    /** A rejected body is swallowed up to this size, so that the client reads the answer instead of a reset. */
    private static final int MAX_DISCARDED = 16 * MAX;

    private final Context context;
    private final HttpServerRequest request;
    private final Duration stalled;
    private final boolean taken;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();

    /**
     * To be called on the event loop, by the handler of the request.
     *
     * @param stalled how long a body that nobody wants may take to end
     */
    RequestBody(Context context, HttpServerRequest request, Duration stalled) {
        this.context = context;
        this.request = request;
        this.stalled = stalled;
        boolean absent = isAbsent(request);
        this.taken = absent || isSmall(request);
        if (absent) {
            body.complete(new byte[0]);
        } else if (taken) {
            collect();
        } else {
            request.pause();
        }
    }

    /** Whether the request ends with its head, for sure: most do, and then nothing has to be thrown away. */
    private static boolean isAbsent(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && request.headers().get(HttpHeaders.CONTENT_LENGTH) == null
                && request.headers().get(HttpHeaders.TRANSFER_ENCODING) == null
                && request.headers().get(HttpHeaders.UPGRADE) == null;
    }

    private static boolean isSmall(HttpServerRequest request) {
        String length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        try {
            return length != null
                    && Long.parseLong(length) <= SMALL
                    && request.headers().get(HttpHeaders.EXPECT) == null;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /**
     * The whole body.
     *
     * @throws ApiException TooLarge above 3 MiB; Timeout when it does not arrive before the deadline; BadRequest when it
     *     ends early
     */
    byte[] read(Deadline deadline) throws InterruptedException {
        if (!taken) {
            context.runOnContext(ignored -> collect());
        }
        try {
            return body.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new ApiException(new ApiFault.Timeout("the request's body did not arrive in time"));
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ApiException fault
                    ? fault
                    : new ApiException(new ApiFault.BadRequest("the request's body could not be read"));
        }
    }

    private void collect() {
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        Buffer collected = Buffer.buffer();
        long[] size = {0};
        request.exceptionHandler(body::completeExceptionally);
        request.handler(chunk -> {
            size[0] += chunk.length();
            if (size[0] <= MAX) {
                collected.appendBuffer(chunk);
            } else if (size[0] > MAX_DISCARDED) {
                request.pause();
                body.completeExceptionally(tooLarge());
            }
        });
        request.endHandler(ignored -> {
            if (size[0] <= MAX) {
                body.complete(collected.getBytes());
            } else {
                body.completeExceptionally(tooLarge());
            }
        });
        request.resume();
    }

    private static ApiException tooLarge() {
        return new ApiException(new ApiFault.TooLarge("Request entity too large: limit is " + MAX + " bytes"));
    }

    /** What is left of a body that nobody wanted must not stand before the connection's next request. */
    void discard() {
        if (body.isDone() && !body.isCompletedExceptionally()) {
            return;
        }
        context.runOnContext(ignored -> {
            if (!request.isEnded()) {
                long endless = context.owner()
                        .setTimer(
                                stalled.toMillis(),
                                timer -> request.connection().close());
                request.endHandler(end -> context.owner().cancelTimer(endless));
                request.handler(null);
                request.resume();
            }
        });
    }
}
