package dev.roadstead.apiserver.app;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an API server is told.
 *
 * @param dataDir holds certificates, tokens, kubeconfigs and the embedded database; made when missing
 * @param host address or name to listen on; TLS always
 * @param port 0 for any free one
 * @param databaseUrl {@code postgresql://user:password@host:port/database}; null for the embedded PostgreSQL
 * @param resources CustomResourceDefinitions as YAML, one each, that are installed or brought up to date at the start
 */
public record ServerConfig(
        Path dataDir,
        String host,
        int port,
        @Nullable String databaseUrl,
        List<String> resources,
        StorageConfig storage) {
    /** With {@link StorageConfig#defaults}. */
    public ServerConfig(Path dataDir, String host, int port, @Nullable String databaseUrl, List<String> resources) {
        this(dataDir, host, port, databaseUrl, resources, StorageConfig.defaults());
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
