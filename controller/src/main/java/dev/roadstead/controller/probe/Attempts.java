package dev.roadstead.controller.probe;

import dev.roadstead.controller.host.Dialer;
import dev.roadstead.controller.host.Link;
import dev.roadstead.controller.probe.ProbeSpec.Http;
import dev.roadstead.controller.probe.ProbeSpec.Tcp;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;

/** Makes single attempts. */
final class Attempts {
    private Attempts() {}

    /** What went wrong, in words that are the same each time; empty when nothing did. */
    static Optional<String> attempt(ProbeSpec spec, Dialer dialer) {
        ProbeSpec.Target target = spec.target();
        Duration timeout = spec.timeout();
        long begin = System.nanoTime();
        try (Link link = dialer.dial(target.host(), target.port(), timeout)) {
            return switch (target) {
                case Http http -> verdict(http, StatusLine.ask(link, http));
                case Tcp _ -> Optional.empty();
            };
        } catch (ConnectException e) {
            return Optional.of("nothing accepts connections at " + target.authority());
        } catch (IllegalArgumentException e) {
            return Optional.of(target.authority() + " cannot be probed: " + e.getMessage());
        } catch (IOException e) {
            return System.nanoTime() - begin >= timeout.toNanos()
                    ? Optional.of("no answer within " + timeout.toMillis() + " ms from " + target.authority())
                    : Optional.of("the connection to " + target.authority() + " failed: " + e.getMessage());
        }
    }

    private static Optional<String> verdict(Http target, int status) {
        boolean healthy = target.expect() == null ? status >= 200 && status < 400 : status == target.expect();
        return healthy
                ? Optional.empty()
                : Optional.of("GET " + target.path() + " at " + target.authority() + " answered " + status
                        + ", expected " + (target.expect() == null ? "200 to 399" : target.expect()));
    }
}
