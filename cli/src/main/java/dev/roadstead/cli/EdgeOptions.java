package dev.roadstead.cli;

import dev.roadstead.apiserver.tls.Pki;
import dev.roadstead.cli.console.CliException;
import dev.roadstead.cli.daemon.DataDir;
import dev.roadstead.controller.app.EdgeConfig;
import dev.roadstead.controller.edge.EdgeAuthority;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of a server that are about the edges in front of it. */
final class EdgeOptions {
    private static final String LISTEN = "--edge-listen";
    private static final String TLS_LISTEN = "--edge-tls-listen";
    private static final String NAME = "--edge-name";
    private static final String RESOLVER = "--dns-resolver";

    @Option(
            names = LISTEN,
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:7444",
            converter = ListenAddress.Converter.class,
            description =
                    "Where edges such as Traefik of this machine get the configuration of Domains, in plain HTTP; an"
                            + " address of loopback. Default: ${DEFAULT-VALUE}.")
    private ListenAddress listen;

    @Option(
            names = TLS_LISTEN,
            paramLabel = "HOST:PORT",
            converter = ListenAddress.Converter.class,
            description = "Where edges of other machines get it, by TLS; ConfigMap roadstead-system/edge-ca has the"
                    + " authority that they trust. Default: nowhere.")
    private @Nullable ListenAddress tlsListen;

    @Option(
            names = NAME,
            paramLabel = "HOST",
            description = "A name or address by which edges of other machines reach this server, beside the one that it"
                    + " listens on and the one in the Edge's spec.endpoint; may be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = RESOLVER,
            paramLabel = "HOST[:PORT]",
            description =
                    "A DNS server that Domains are looked up with; may be repeated. Default: those of this machine.")
    private List<String> resolvers = new ArrayList<>();

    /**
     * As the controllers take it.
     *
     * @throws CliException if an address cannot be used for it
     */
    EdgeConfig config(DataDir dataDir) {
        InetSocketAddress address = new InetSocketAddress(listen.host(), listen.port());
        if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
            throw new CliException(LISTEN + " " + listen + " is not an address of loopback; edges are answered in plain"
                    + " HTTP there, and the answers have keys in them. Take 127.0.0.1:" + listen.port() + ", and "
                    + TLS_LISTEN + " " + listen + " for edges of other machines");
        }
        return new EdgeConfig(address, tlsListen == null ? null : secure(tlsListen, dataDir), resolvers);
    }

    private EdgeConfig.Secure secure(ListenAddress own, DataDir dataDir) {
        InetSocketAddress address = new InetSocketAddress(own.host(), own.port());
        if (address.isUnresolved()) {
            throw new CliException(TLS_LISTEN + " " + own + ": there is no host '" + own.host() + "'");
        }
        Set<String> all = new TreeSet<>(names);
        all.add(address.getAddress().isAnyLocalAddress() ? "localhost" : own.host());
        // An authority of its own: who trusts it to speak for the endpoint need not trust it to speak for the API.
        Pki pki = new Pki(dataDir.root().resolve("pki").resolve("edge"), Clock.systemUTC(), new SecureRandom());
        return new EdgeConfig.Secure(address, all, hosts -> {
            Pki.ServerIdentity made = pki.ensure(hosts);
            return new EdgeAuthority.Identity(made.authority(), made.certificate(), made.key());
        });
    }

    /** As arguments of {@code roadstead server}. */
    List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(LISTEN, listen.toString()));
        if (tlsListen != null) {
            arguments.addAll(List.of(TLS_LISTEN, tlsListen.toString()));
        }
        names.forEach(name -> arguments.addAll(List.of(NAME, name)));
        resolvers.forEach(resolver -> arguments.addAll(List.of(RESOLVER, resolver)));
        return arguments;
    }
}
