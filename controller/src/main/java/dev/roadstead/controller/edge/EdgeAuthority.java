package dev.roadstead.controller.edge;

import java.io.IOException;
import java.util.Set;

/** Makes certificates for the endpoint, by an authority that edges trust. */
@FunctionalInterface
public interface EdgeAuthority {
    /**
     * A certificate for these names; the one of before while it is valid for long enough.
     *
     * @param names DNS names and literal addresses, at least one
     * @throws IOException if it cannot be read or made
     */
    Identity certify(Set<String> names) throws IOException;

    /**
     * What the endpoint proves itself with, as PEM.
     *
     * @param authority the certificate that edges trust
     * @param key of P-256, in PKCS#8
     */
    record Identity(String authority, String certificate, String key) {
        /** Never shows the key. */
        @Override
        public String toString() {
            return "Identity[...]";
        }
    }
}
