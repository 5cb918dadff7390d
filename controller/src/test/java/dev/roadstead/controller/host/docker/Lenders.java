package dev.roadstead.controller.host.docker;

import java.time.InstantSource;

/** Servers that carriers are made for. */
final class Lenders {
    static final Lender TEST = of("test");

    private Lenders() {}

    /** A new process of the server of this name. */
    static Lender of(String server) {
        return new Lender(server, InstantSource.system());
    }
}
