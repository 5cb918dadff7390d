package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks names up within a deadline. */
final class Addresses {
    private Addresses() {}

    /**
     * All addresses of a name, or the one that it is. A lookup cannot be interrupted and would hold up the carrier of a
     * virtual thread, with everybody else on it: so it has a thread of its own, which is left behind at the deadline.
     */
    static List<InetAddress> of(String host, Deadline deadline) throws IOException {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("lookup " + host).start(() -> {
            try {
                found.complete(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                found.completeExceptionally(e);
            }
        });
        try {
            return found.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the name " + host + " is not known; is it spelled right?", e.getCause());
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("the lookup of " + host + " took too long; is the name server up?");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted during the lookup of " + host);
        }
    }
}
