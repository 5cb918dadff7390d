package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.Deadline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks names up, and tries what they stand for, within a deadline. */
final class Addresses {
    private Addresses() {}

    /** Connects to one address; all of it by the deadline. */
    @FunctionalInterface
    interface Connector<T> {
        T connect(InetAddress address, Deadline deadline) throws IOException;
    }

    /**
     * Connects to the first address that answers; each has its share of the time that is left.
     *
     * @throws BarredException as soon as one bars the way: the others are the same host's
     * @throws IOException of the last address, if none answers
     */
    static <T> T first(List<InetAddress> addresses, Deadline deadline, Connector<T> connector) throws IOException {
        IOException last = new IOException("the name has no address");
        for (int i = 0; i < addresses.size(); i++) {
            Duration share = deadline.remaining().dividedBy(addresses.size() - i);
            try {
                return connector.connect(addresses.get(i), Deadline.in(share));
            } catch (BarredException e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

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
