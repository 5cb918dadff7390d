package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.fairness.FairnessLimits;
import dev.roadstead.apiserver.people.SignInLimits;
import dev.roadstead.egress.EgressPolicy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an API server is told.
 *
 * @param dataDir holds certificates, tokens, kubeconfigs and the embedded database; made when missing
 * @param host address or name to listen on; TLS always
 * @param port 0 for any free one
 * @param databaseUrl {@code postgresql://user:password@host:port/database}; null for the embedded PostgreSQL
 * @param resources CustomResourceDefinitions as JSON or YAML, one each, that are installed or brought up to date at the start
 * @param clientAuthorities a PEM file with further authorities whose certificates clients may prove themselves with; null
 *     for none
 * @param storage how objects, audit records and keys are kept
 * @param fairness what keeps one client from slowing another
 * @param signIn how often people may try to sign in
 * @param egress which places the server may call for somebody
 */
public record ServerConfig(
        Path dataDir,
        String host,
        int port,
        @Nullable String databaseUrl,
        List<String> resources,
        @Nullable Path clientAuthorities,
        StorageConfig storage,
        FairnessLimits fairness,
        SignInLimits signIn,
        EgressPolicy egress) {
    /** The user that Roadstead's controllers are. */
    static final String CONTROLLERS = "system:roadstead:controllers";

    /** With the fairness that suits a small host. */
    public ServerConfig(
            Path dataDir,
            String host,
            int port,
            @Nullable String databaseUrl,
            List<String> resources,
            @Nullable Path clientAuthorities,
            StorageConfig storage) {
        this(
                dataDir,
                host,
                port,
                databaseUrl,
                resources,
                clientAuthorities,
                storage,
                FairnessLimits.defaults(Set.of(CONTROLLERS)),
                SignInLimits.defaults(),
                new EgressPolicy(List.of()));
    }

    /** With defaults for the rest, and no client certificates but those that the server's own authority signed. */
    public ServerConfig(Path dataDir, String host, int port, @Nullable String databaseUrl, List<String> resources) {
        this(dataDir, host, port, databaseUrl, resources, null, StorageConfig.defaults());
    }

    /** The same server with other storage. */
    public ServerConfig keeping(StorageConfig kept) {
        return new ServerConfig(
                dataDir, host, port, databaseUrl, resources, clientAuthorities, kept, fairness, signIn, egress);
    }

    /** The same server with other limits on sign-in. */
    public ServerConfig limiting(SignInLimits limits) {
        return new ServerConfig(
                dataDir, host, port, databaseUrl, resources, clientAuthorities, storage, fairness, limits, egress);
    }

    /** The same server, which may call other places. */
    public ServerConfig calling(EgressPolicy policy) {
        return new ServerConfig(
                dataDir, host, port, databaseUrl, resources, clientAuthorities, storage, fairness, signIn, policy);
    }

    /** The file of the keys that encrypt the data at rest. */
    public Path encryptionKeys() {
        Path file = storage.encryptionKeys();
        return file == null ? dataDir.resolve("encryption-keys") : file;
    }

    /** Without the database's password. */
    @Override
    public String toString() {
        return "ServerConfig[dataDir=" + dataDir + ", host=" + host + ", port=" + port + ", database="
                + (databaseUrl == null ? "embedded" : "external") + "]";
    }
}
