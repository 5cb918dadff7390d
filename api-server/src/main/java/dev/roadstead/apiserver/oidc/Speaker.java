package dev.roadstead.apiserver.oidc;

import java.net.URI;

/** One protocol of sign-in. Thread-safe; blocks for at most some seconds. */
interface Speaker {
    /**
     * Where to send the browser.
     *
     * @param redirect where the provider sends it back to
     */
    URI authorize(Provider provider, Attempt attempt, URI redirect) throws SignInException, InterruptedException;

    /** Whom the provider vouches for, by the code that the browser brought. */
    Identity redeem(Provider provider, Attempt attempt, URI redirect, String code, String clientSecret)
            throws SignInException, InterruptedException;
}
