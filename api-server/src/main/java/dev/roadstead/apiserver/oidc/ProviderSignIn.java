package dev.roadstead.apiserver.oidc;

import dev.roadstead.egress.EgressClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sign-in by a provider, from the first redirect to the person that it vouches for. Thread-safe. */
public final class ProviderSignIn {
    /** How long a person may take at the provider. */
    public static final Duration PATIENCE = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final SecureRandom random;
    private final Speaker openId;
    private final Speaker gitHub;

    public ProviderSignIn(EgressClient egress, InstantSource clock, SecureRandom random) {
        Calls calls = new Calls(egress);
        this.clock = clock;
        this.random = random;
        this.openId = new OpenIdConnect(calls, clock);
        this.gitHub = new GitHub(calls);
    }

    /**
     * What the browser is told.
     *
     * @param cookie that it has to bring back; it is for the page that the provider sends it to, and for nobody else
     */
    public record Begun(URI location, String cookie) {
        /** Never shows the cookie. */
        @Override
        public String toString() {
            return "Begun[" + location.getHost() + "]";
        }
    }

    /**
     * Who signed in, and where the person wanted to go.
     *
     * @param returnTo as it was given to {@link #begin}, or as whoever holds the browser wrote it
     * @param link the same; empty for a sign-in
     */
    public record Finished(Identity identity, String returnTo, String link) {
        /** Never shows the link. */
        @Override
        public String toString() {
            return "Finished[" + identity + "]";
        }
    }

    /**
     * Begins a sign-in.
     *
     * @param redirect the callback of this server, as the provider knows it
     * @param returnTo where the person goes after it
     */
    public Begun begin(Provider provider, URI redirect, String returnTo) throws SignInException, InterruptedException {
        return begin(provider, redirect, returnTo, state -> "");
    }

    /**
     * As {@link #begin(Provider, URI, String)}, for somebody who is signed in already and wants the account linked.
     *
     * @param link says whose it becomes, for the state that it is given, in words that nobody else can forge
     */
    public Begun begin(Provider provider, URI redirect, String returnTo, UnaryOperator<String> link)
            throws SignInException, InterruptedException {
        Attempt attempt =
                Attempt.begin(provider.name(), returnTo, clock.instant().plus(PATIENCE), link, random);
        return new Begun(speaker(provider).authorize(provider, attempt, redirect), attempt.encode());
    }

    /**
     * Ends a sign-in.
     *
     * @param cookie of {@link #begin}; null when the browser brought none
     * @param state that the provider gave back
     * @throws SignInException if the provider does not vouch for anybody, or this browser did not ask it to
     */
    public Finished finish(
            Provider provider, URI redirect, @Nullable String cookie, String state, String code, String clientSecret)
            throws SignInException, InterruptedException {
        Attempt attempt = cookie == null ? null : Attempt.decode(cookie);
        if (attempt == null
                || !attempt.provider().equals(provider.name())
                || !same(attempt.state(), state)
                || !clock.instant().isBefore(attempt.expiresAt())) {
            throw new SignInException("this sign-in was not begun in this browser in the last " + PATIENCE.toMinutes()
                    + " minutes; begin again");
        }
        Identity identity = speaker(provider).redeem(provider, attempt, redirect, code, clientSecret);
        if (identity.email().isEmpty()) {
            throw new SignInException(provider.name() + " has no proved e-mail address of yours");
        }
        if (!provider.admits(identity.email())) {
            throw new SignInException("e-mail addresses of this domain may not sign in by " + provider.name());
        }
        return new Finished(identity, attempt.returnTo(), attempt.link());
    }

    private static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private Speaker speaker(Provider provider) {
        return provider.type() == Provider.Type.GITHUB ? gitHub : openId;
    }
}
