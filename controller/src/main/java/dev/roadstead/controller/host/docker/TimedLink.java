package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.Link;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A link that its guard closes when its time has passed. */
public record TimedLink(Link link, Deadline.Guard guard) implements Link {
    @Override
    public InputStream input() {
        return link.input();
    }

    @Override
    public OutputStream output() {
        return link.output();
    }

    @Override
    public void close() throws IOException {
        guard.close();
        link.close();
    }
}
