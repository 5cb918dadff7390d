package dev.roadstead.cli.signin;

import dev.roadstead.cli.console.CliException;
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

    /**
     * A credential whose access token is good now; null if nobody is signed in.
     *
     * @throws CliException if the sign-in is over, or the server cannot be reached
     */
    public @Nullable Credential get() {
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
            throw new CliException(
                    "the sign-in to " + known.server().url() + " is over (" + e.getMessage()
                            + "); run: roadstead login " + known.server().url(),
                    e);
        }
    }
}
