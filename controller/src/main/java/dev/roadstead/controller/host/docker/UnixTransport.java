package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** An engine behind a unix socket of this machine. */
public record UnixTransport(Path socket) implements DockerTransport {
    @Override
    public Link connect(Duration timeout) throws IOException {
        if (!Files.exists(socket)) {
            throw new NoSuchFileException(socket.toString(), null, "there is no such socket; is Docker running?");
        }
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try (var _ = Deadline.in(timeout).guard(channel)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            return new Link(Channels.newInputStream(channel), Channels.newOutputStream(channel), channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public Optional<Dialer> dialer() {
        return Optional.of(new SocketDialer());
    }

    @Override
    public String address() {
        return "unix://" + socket;
    }
}
