package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.Deadline;
import dev.roadstead.controller.host.docker.DockerTransport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.sshd.client.channel.AbstractClientChannel;
import org.apache.sshd.client.channel.ChannelDirectTcpip;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * An engine's socket behind an SSH server. One session carries a channel for each link; when it is lost the next link makes
 * a new one, after a wait that grows while that fails.
 */
final class SshTransport implements DockerTransport {
    /** Longer than a link may take: a slow handshake is finished for those who come later. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(20);

    private static final Duration SHORTEST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(8);

    /** Servers count keys that they do not accept, and lock out who tries too often. */
    private static final Duration WAIT_WHEN_BARRED = Duration.ofSeconds(30);

    /** Who is connected for does not matter to the server. */
    private static final SshdSocketAddress NOBODY = new SshdSocketAddress("127.0.0.1", 0);

    private final SshSessions sessions;
    private final SshTarget target;
    private final String socketPath;
    private final Dialer dialer = this::dial;
    private @Nullable CompletableFuture<ClientSession> current;
    private Duration wait = SHORTEST_WAIT;
    private long notBefore;
    private boolean closed;

    SshTransport(SshSessions sessions, SshTarget target, String socketPath) {
        this.sessions = sessions;
        this.target = target;
        this.socketPath = socketPath;
    }

    @Override
    public Link connect(Duration timeout) throws IOException {
        return open(new StreamLocalChannel(socketPath), Deadline.in(timeout), this::socketRefused);
    }

    @Override
    public Optional<Dialer> dialer() {
        return Optional.of(dialer);
    }

    /** The SSH server connects on behalf of this machine, as {@code ssh -W} has it do. */
    private Link dial(String address, int port, Duration lifetime) throws IOException {
        Deadline deadline = Deadline.in(lifetime);
        Link link =
                open(new ChannelDirectTcpip(NOBODY, new SshdSocketAddress(address, port)), deadline, this::dialRefused);
        return new Link(link.input(), link.output(), deadline.guard(link).andThenClose(link));
    }

    private Link open(
            AbstractClientChannel channel, Deadline deadline, Function<SshChannelOpenException, IOException> refused)
            throws IOException {
        ClientSession session = session(deadline);
        try {
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.open().verify(deadline.remaining());
            return new Link(channel.getInvertedOut(), channel.getInvertedIn(), () -> channel.close(true));
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            channel.close(true);
            throw e;
        } catch (IOException | IllegalStateException e) {
            channel.close(true);
            if (e.getCause() instanceof SshChannelOpenException refusal) {
                throw refused.apply(refusal);
            }
            // Silent, or lost just now: nothing more is expected of it.
            session.close(true);
            throw new IOException("the SSH connection to " + target + " was lost", e);
        }
    }

    /** OpenSSH says the same of a socket that is not there, may not be opened, or is not to be forwarded to. */
    private IOException socketRefused(SshChannelOpenException e) {
        return new IOException(
                ("the SSH server did not open %s for user %s; is Docker running there, is the user in the socket's group, "
                                + "and does its sshd_config permit AllowStreamLocalForwarding and AllowTcpForwarding?")
                        .formatted(socketPath, target.user()),
                e);
    }

    private IOException dialRefused(SshChannelOpenException e) {
        if (e.getReasonCode() == SshConstants.SSH_OPEN_ADMINISTRATIVELY_PROHIBITED) {
            return new IOException(
                    "the SSH server forwards no TCP connections for user %s; its sshd_config needs AllowTcpForwarding"
                            .formatted(target.user()),
                    e);
        }
        ConnectException refused = new ConnectException("the SSH server could not connect");
        refused.initCause(e);
        return refused;
    }

    private ClientSession session(Deadline deadline) throws IOException {
        CompletableFuture<ClientSession> pending = current();
        try {
            return pending.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException("SSH to " + target + " failed", e);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("SSH to " + target + " is still being set up");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while SSH to " + target + " is being set up");
        }
    }

    private synchronized CompletableFuture<ClientSession> current() throws IOException {
        if (closed) {
            throw new IOException("the host was closed");
        }
        CompletableFuture<ClientSession> known = current;
        if (known != null && !isOver(known)) {
            return known;
        }
        CompletableFuture<ClientSession> next = new CompletableFuture<>();
        current = next;
        Thread.ofVirtual().name("ssh " + target).start(() -> establish(next));
        return next;
    }

    /** A failed one is shown to all who come before the wait is over. */
    private boolean isOver(CompletableFuture<ClientSession> attempt) {
        return switch (attempt.state()) {
            case RUNNING -> false;
            case SUCCESS -> !attempt.resultNow().isOpen();
            case FAILED, CANCELLED -> System.nanoTime() - notBefore >= 0;
        };
    }

    private void establish(CompletableFuture<ClientSession> result) {
        try {
            ClientSession opened = sessions.open(target, HANDSHAKE);
            if (succeeded()) {
                result.complete(opened);
            } else {
                opened.close(true);
                result.completeExceptionally(new IOException("the host was closed"));
            }
        } catch (IOException | RuntimeException e) {
            failed(e instanceof BarredException);
            result.completeExceptionally(e);
        }
    }

    private synchronized boolean succeeded() {
        wait = SHORTEST_WAIT;
        return !closed;
    }

    private synchronized void failed(boolean barred) {
        Duration until = barred ? WAIT_WHEN_BARRED : wait;
        notBefore = System.nanoTime() + until.toNanos();
        wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
    }

    @Override
    public String address() {
        return "ssh://" + target;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (current != null && current.state() == java.util.concurrent.Future.State.SUCCESS) {
            current.resultNow().close(true);
        }
    }
}
