package dev.roadstead.controller.host.docker;

import dev.roadstead.controller.host.HostException;
import dev.roadstead.controller.host.HostException.Kind;
import dev.roadstead.controller.plan.RegistryAccess;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where an engine's answer gets its meaning: by what was being done and the HTTP status, and by the engine's
 * words only where it gives nothing else. Messages are sentences for the user who declared the container.
 */
final class DockerErrors {
    private static final Pattern PORT_TAKEN = Pattern.compile(
            "Bind for (\\S+) failed: port is already allocated|listen (?:tcp|udp)[46]? (\\S+): bind: address already in use"
                    + "|failed to bind (?:host )?port (?:for )?(\\S+?)[:/ ]");
    private static final Pattern PROGRAM =
            Pattern.compile("exec: \\\\?\"(?<name>[^\"\\\\]+)\\\\?\": (?<why>.+?)(?:: unknown)?$", Pattern.DOTALL);
    private static final Pattern RUNTIME =
            Pattern.compile("OCI runtime|unable to find (?:user|group)|failed to create (?:shim|task)");

    private DockerErrors() {}

    /** @param exceeded the deadline that passed; null when the connection failed before */
    static HostException unreachable(
            DockerTransport transport, HttpRequest request, @Nullable Duration exceeded, @Nullable IOException cause) {
        if (cause instanceof BarredException) {
            return new HostException(
                    Kind.BARRED,
                    "the Docker engine at " + transport.address() + " cannot be used: " + cause.getMessage(),
                    cause);
        }
        if (cause instanceof SSLHandshakeException handshake && BarredException.isVerdict(handshake)) {
            // With TLS 1.3 the engine's verdict on our certificate comes after the handshake, with its first answer.
            return new HostException(
                    Kind.BARRED,
                    "the Docker engine at " + transport.address() + " does not accept our certificate ("
                            + cause.getMessage() + "); is it signed by the authority in the engine's --tlscacert?",
                    cause);
        }
        String why =
                exceeded != null ? "no answer to " + request + " within " + exceeded.toMillis() + " ms" : words(cause);
        return new HostException(
                Kind.UNREACHABLE, "the Docker engine at " + transport.address() + " cannot be reached: " + why, cause);
    }

    private static String words(@Nullable IOException cause) {
        if (cause instanceof NoSuchFileException missing && missing.getReason() != null) {
            return missing.getReason();
        }
        String message = cause == null ? null : cause.getMessage();
        return message == null ? "the connection was lost" : message;
    }

    /** For operations without a special reading: by status alone. */
    static HostException refused(String doing, EngineException e) {
        Kind kind = switch (e.status()) {
            case 400, 403, 501 -> Kind.REFUSED;
            case 404 -> Kind.GONE;
            default -> Kind.ENGINE;
        };
        return new HostException(kind, "the engine could not " + doing + ": " + e.words(), e);
    }

    /** With the registry's own words, and by what right it was asked. */
    static HostException imageUnavailable(
            String image, String words, RegistryAccess access, @Nullable Throwable cause) {
        return new HostException(
                Kind.IMAGE_UNAVAILABLE,
                "image \"" + image + "\" cannot be pulled: " + words + " (" + access.remark() + ")",
                cause);
    }

    static HostException imageMissing(String image, @Nullable Throwable cause) {
        return new HostException(Kind.IMAGE_UNAVAILABLE, "image \"" + image + "\" is not on the engine", cause);
    }

    static HostException foreign(String what, String name) {
        return new HostException(
                Kind.FOREIGN,
                "a " + what + " named \"" + name + "\" exists on the engine and is not ours; rename or remove it",
                null);
    }

    static HostException createFailed(String name, String image, EngineException e) {
        // The engine answers 404 to a create for one thing only: its image.
        return e.notFound() ? imageMissing(image, e) : refused("create container " + name, e);
    }

    static HostException startFailed(String id, EngineException e) {
        Matcher port = PORT_TAKEN.matcher(e.words());
        if (port.find()) {
            return new HostException(
                    Kind.PORT_TAKEN, "port " + firstGroup(port) + " of the host is taken by something else", e);
        }
        if (e.notFound() || e.conflict()) {
            return new HostException(Kind.GONE, "container " + id + " cannot be started: " + e.words(), e);
        }
        Matcher program = PROGRAM.matcher(e.words());
        if (program.find()) {
            return new HostException(
                    Kind.START_FAILED,
                    "program \"" + program.group("name") + "\" cannot be started: " + program.group("why"),
                    e);
        }
        if (e.status() == 400 || RUNTIME.matcher(e.words()).find()) {
            return new HostException(Kind.START_FAILED, "the container cannot be started: " + e.words(), e);
        }
        return refused("start container " + id, e);
    }

    private static String firstGroup(Matcher matcher) {
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return matcher.group();
    }
}
