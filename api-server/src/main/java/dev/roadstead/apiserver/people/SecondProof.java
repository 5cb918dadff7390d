package dev.roadstead.apiserver.people;

/** What a person shows beside a password. */
public sealed interface SecondProof {
    /** A code of an authenticator program, or a recovery code; blank for none. */
    record Code(String text) implements SecondProof {
        /** Never shows the code. */
        @Override
        public String toString() {
            return "Code[...]";
        }
    }

    /** A passkey, whether it verified the person or not. */
    record Passkey(PasskeyProof proof) implements SecondProof {}

    /** Whether there is none. */
    default boolean isAbsent() {
        return this instanceof Code(String text) && text.isBlank();
    }
}
