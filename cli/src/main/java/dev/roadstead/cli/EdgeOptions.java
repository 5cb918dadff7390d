package dev.roadstead.cli;

import dev.roadstead.cli.console.CliException;
import dev.roadstead.controller.app.EdgeConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of a server that are about the edges in front of it. */
final class EdgeOptions {
    private static final String LISTEN = "--edge-listen";
    private static final String RESOLVER = "--dns-resolver";

    @Option(
            names = LISTEN,
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7444",
            converter = ListenAddress.Converter.class,
            description = "Where edges such as Traefik get the configuration of Domains; an address of loopback."
                    + " Default: ${DEFAULT-VALUE}.")
    private ListenAddress listen;

    @Option(
            names = RESOLVER,
            paramLabel = "HOST[:PORT]",
            description =
                    "A DNS server that Domains are looked up with; may be repeated. Default: those of this machine.")
    private List<String> resolvers = new ArrayList<>();

    /**
     * As the controllers take it.
     *
     * @throws CliException if the address is not one of loopback
     */
    EdgeConfig config() {
        InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new CliException(LISTEN + " " + listen + " is not an address of loopback; edges are answered in plain"
                    + " HTTP, and the answers have keys in them. Take 127.0.0.1:" + listen.port()
                    + ", and a tunnel to it for edges of other machines");
        }
        return new EdgeConfig(address, resolvers);
    }

    /** As arguments of {@code roadstead server}. */
    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(LISTEN, listen.toString()));
        resolvers.forEach(resolver -> arguments.addAll(List.of(RESOLVER, resolver)));
        return arguments;
    }
}
