package dev.roadstead.controller.host.transport;

import java.io.IOException;
import org.apache.sshd.client.channel.AsyncCapableClientChannel;
import org.apache.sshd.client.future.DefaultOpenFuture;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.util.buffer.Buffer;

/**
 * A channel at whose other end the SSH server opens a Unix socket. The client library knows no such channel; this is its
 * own one for TCP with another opening message.
 *
 * @see <a href="https://github.com/openssh/openssh-portable/blob/master/PROTOCOL">OpenSSH's PROTOCOL, section 2.4</a>
 */
final class StreamLocalChannel extends AsyncCapableClientChannel {
    private static final String TYPE = "direct-streamlocal@openssh.com";

    private final String socketPath;

    StreamLocalChannel(String socketPath) {
        super(TYPE, false);
        this.socketPath = socketPath;
    }

    @Override
    public synchronized OpenFuture open() throws IOException {
        if (closeFuture.isClosed()) {
            throw new SshException("the SSH session was closed");
        }
        openFuture = new DefaultOpenFuture(socketPath, futureLock);
        Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_OPEN);
        message.putString(TYPE);
        message.putUInt(getChannelId());
        message.putUInt(getLocalWindow().getSize());
        message.putUInt(getLocalWindow().getPacketSize());
        message.putString(socketPath);
        message.putString(""); // reserved
        message.putUInt(0); // reserved
        writePacket(message);
        return openFuture;
    }
}
