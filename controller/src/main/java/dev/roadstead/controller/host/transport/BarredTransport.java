package dev.roadstead.controller.host.transport;

import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.host.docker.BarredException;
import dev.roadstead.controller.host.docker.DockerTransport;
import java.time.Duration;

/** A way that cannot even be tried; every call says why. */
record BarredTransport(String address, String why) implements DockerTransport {
    @Override
    public Link connect(Duration timeout) throws BarredException {
        throw new BarredException(why);
    }
}
