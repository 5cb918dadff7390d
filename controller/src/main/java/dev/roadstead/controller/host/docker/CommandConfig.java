package dev.roadstead.controller.host.docker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.core.SSLConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * docker-java's configuration, empty: its default one reads the environment and the Docker configuration of whoever runs
 * the server, and the registry passwords in it.
 */
enum CommandConfig implements DockerClientConfig {
    NOTHING;

    private static final ObjectMapper MAPPER = DockerClientConfig.getDefaultObjectMapper();

    /** One for all engines: docker-java's default is a new one for each client, which learns all its types anew. */
    @Override
    public ObjectMapper getObjectMapper() {
        return MAPPER;
    }

    @Override
    public URI getDockerHost() {
        return URI.create("unix:///unused");
    }

    /** Paths come without a version; {@link EngineHttp} puts the negotiated one before them. */
    @Override
    public RemoteApiVersion getApiVersion() {
        return RemoteApiVersion.UNKNOWN_VERSION;
    }

    @Override
    public @Nullable String getRegistryUsername() {
        return null;
    }

    @Override
    public @Nullable String getRegistryPassword() {
        return null;
    }

    @Override
    public @Nullable String getRegistryEmail() {
        return null;
    }

    @Override
    public @Nullable String getRegistryUrl() {
        return null;
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String image) {
        return null;
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        return new AuthConfigurations();
    }

    @Override
    @SuppressWarnings("deprecation") // of the interface
    public @Nullable SSLConfig getSSLConfig() {
        return null;
    }
}
