package dev.roadstead.apiserver.oidc;

/** Why a provider's word was not taken; the message is for the person who signs in, and has no secret. */
public final class SignInException extends Exception {
    private static final long serialVersionUID = 1;

    public SignInException(String message) {
        super(message);
    }

    public SignInException(String message, Throwable cause) {
        super(message, cause);
    }
}
