package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the server listens.
 *
 * @param host name or address; an IPv6 address without its brackets
 * @param port 0 to 65535; 0 picks a free one
 */
record ListenAddress(String host, int port) {
    static final String DEFAULT = "127.0.0.1:7443";

    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:\\[\\]/]+)):(\\d{1,5})");

    /** @throws IllegalArgumentException if it is not HOST:PORT; the message says what was expected */
    static ListenAddress parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not HOST:PORT, for example " + DEFAULT
                    + ", [::1]:7443, or 127.0.0.1:0 for a free port");
        }
        int port = Integer.parseInt(matcher.group(3));
        if (port > 65535) {
            throw new IllegalArgumentException("port " + port + " in '" + text + "' is not between 0 and 65535");
        }
        String bracketed = matcher.group(1);
        return new ListenAddress(bracketed != null ? bracketed : matcher.group(2), port);
    }

    /** @throws CliException if nothing can listen there; the message says why and what to do */
    void requireFree() {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new CliException("--listen " + this + ": there is no host '" + host + "'");
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw new CliException(
                    "cannot listen on " + this + " (" + e.getMessage()
                            + "); choose another address with --listen, for example --listen 127.0.0.1:0 for a free port",
                    e);
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String value) {
            try {
                return parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
