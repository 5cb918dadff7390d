package dev.roadstead.cli.signin;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.console.Invocation;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The credential of a file, renewed when its access token is about to end. Safe between processes. */
public final class FreshCredential {
    private final CredentialFile file;
    private final InstantSource clock;

    public FreshCredential(CredentialFile file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** The server does not know the sign-in any more. */
    private static final class Over extends RuntimeException {
        private static final long serialVersionUID = 1;

        Over(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    /**
     * A credential whose access token is good now; null if nobody is signed in.
     *
     * @throws CliException if the sign-in is over, or the server cannot be reached
     */
    public @Nullable Credential get() {
        try {
            return fresh();
        } catch (Over e) {
            Credential known = file.read();
            String server = known == null ? "" : " " + known.server().url();
            throw new CliException(
                    "the sign-in is over (" + e.getMessage() + "); run: " + Invocation.program() + " login" + server,
                    e.getCause());
        }
    }

    /** As {@link #get}, but null too if the sign-in is over. */
    public @Nullable Credential getUnlessOver() {
        try {
            return fresh();
        } catch (Over e) {
            return null;
        }
    }

    private @Nullable Credential fresh() {
        Credential known = file.read();
        return known == null || known.isFresh(clock.instant()) ? known : file.update(this::renewed);
    }

    /** Another process may have renewed it while this one waited for the lock. */
    private @Nullable Credential renewed(@Nullable Credential known) {
        if (known == null || known.isFresh(clock.instant())) {
            return known;
        }
        try (SignInApi api = new SignInApi(known.server(), clock)) {
            return api.refresh(known.refreshToken());
        } catch (SignInApi.Refused e) {
            if (e.isFinal()) {
                throw new Over(e);
            }
            throw new CliException(known.server().url() + " gives no token now (" + e.getMessage() + "); try again", e);
        }
    }
}
