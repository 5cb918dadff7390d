package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.kex.KexProposalOption;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.core.CoreModuleProperties;
import org.jspecify.annotations.Nullable;

/**
 * Opens SSH sessions; all share a few threads, which the first one starts. Thread-safe.
 *
 * <p>Nothing of the machine's user is used: no agent, no key files, no known hosts, no passwords.
 */
final class SshSessions implements AutoCloseable {
    private static final Duration KEEPALIVE = Duration.ofSeconds(10);
    private static final int UNANSWERED_KEEPALIVES = 2;
    private static final AttributeKey<PublicKey> EXPECTED = new AttributeKey<>();
    private static final AttributeKey<String> SHOWN = new AttributeKey<>();

    private @Nullable SshClient client;
    private boolean closed;

    /**
     * Connects and authenticates.
     *
     * @throws BarredException if the server has another key than expected, or does not accept the user's
     * @throws IOException if it is not reached in time
     */
    ClientSession open(SshTarget target, Duration timeout) throws IOException {
        Deadline deadline = Deadline.in(timeout);
        return Addresses.first(
                Addresses.of(target.host(), deadline), deadline, (address, share) -> open(target, address, share));
    }

    private ClientSession open(SshTarget target, InetAddress ip, Deadline deadline) throws IOException {
        InetSocketAddress address = new InetSocketAddress(ip, target.port());
        AttributeRepository context = AttributeRepository.ofKeyValuePair(EXPECTED, target.hostKey());
        ClientSession session = client().connect(target.user(), address, context, null)
                .verify(deadline.remaining())
                .getSession();
        try {
            session.addPublicKeyIdentity(target.key());
            session.auth().verify(deadline.remaining());
            return session;
        } catch (IOException e) {
            String shown = session.getAttribute(SHOWN);
            session.close(true);
            throw e instanceof SshException refusal ? explained(refusal, target, shown) : e;
        }
    }

    private static IOException explained(SshException e, SshTarget target, @Nullable String shownHostKey) {
        if (shownHostKey != null) {
            return new BarredException(
                    "the SSH server at %s:%d has another key (%s) than hostKey of the Node (%s); if it was exchanged on purpose, correct hostKey"
                            .formatted(
                                    target.host(),
                                    target.port(),
                                    shownHostKey,
                                    KeyUtils.getFingerPrint(target.hostKey())),
                    e);
        }
        return switch (e.getDisconnectCode()) {
            case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE ->
                new BarredException(
                        "the SSH server at %s:%d does not accept the key of user %s (%s); add its public key to the user's authorized_keys"
                                .formatted(
                                        target.host(),
                                        target.port(),
                                        target.user(),
                                        KeyUtils.getFingerPrint(target.key().getPublic())),
                        e);
            case SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED ->
                new BarredException(
                        "the SSH server at %s:%d has no host key of the type in hostKey of the Node (%s): %s"
                                .formatted(
                                        target.host(),
                                        target.port(),
                                        KeyUtils.getKeyType(target.hostKey()),
                                        e.getMessage()),
                        e);
            default -> new IOException("SSH to " + target + " failed: " + e.getMessage(), e);
        };
    }

    private synchronized SshClient client() throws IOException {
        if (closed) {
            throw new IOException("the controllers are being stopped");
        }
        if (client == null) {
            client = start();
        }
        return client;
    }

    private static SshClient start() {
        SshClient started = SshClient.setUpDefaultClient();
        started.setServerKeyVerifier((session, _, key) -> isExpected(session, key));
        started.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        started.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        started.setPasswordIdentityProvider(PasswordIdentityProvider.EMPTY_PASSWORDS_PROVIDER);
        started.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        started.addSessionListener(new AskForExpectedKey());
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(started, KEEPALIVE);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(started, UNANSWERED_KEEPALIVES);
        CoreModuleProperties.TCP_NODELAY.set(started, true);
        started.start();
        return started;
    }

    private static boolean isExpected(ClientSession session, PublicKey shown) {
        boolean expected = KeyUtils.compareKeys(session.getConnectionContext().getAttribute(EXPECTED), shown);
        if (!expected) {
            session.setAttribute(SHOWN, KeyUtils.getFingerPrint(shown));
        }
        return expected;
    }

    /** A server has keys of several types: it has to show the one that is pinned. */
    private static final class AskForExpectedKey implements SessionListener {
        @Override
        public void sessionNegotiationOptionsCreated(Session session, Map<KexProposalOption, String> proposal) {
            if (session instanceof ClientSession ours) {
                String type = KeyUtils.getKeyType(ours.getConnectionContext().getAttribute(EXPECTED));
                proposal.put(KexProposalOption.SERVERKEYS, type.equals("ssh-rsa") ? "rsa-sha2-512,rsa-sha2-256" : type);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            client.stop();
        }
    }
}
