package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.Outgoing;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to a provider that are answered with JSON. Thread-safe. */
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final EgressClient egress;

    Calls(EgressClient egress) {
        this.egress = egress;
    }

    JsonNode get(Provider provider, URI url) throws SignInException, InterruptedException {
        return send(provider, Outgoing.get(url, provider.authorities()));
    }

    JsonNode get(Provider provider, URI url, String accessToken) throws SignInException, InterruptedException {
        return send(provider, Outgoing.get(url, provider.authorities()).with("Authorization", "Bearer " + accessToken));
    }

    JsonNode post(Provider provider, URI url, Map<String, String> form) throws SignInException, InterruptedException {
        return send(provider, Outgoing.form(url, form(form), provider.authorities()));
    }

    private JsonNode send(Provider provider, Outgoing request) throws SignInException, InterruptedException {
        try {
            EgressClient.Answer answer = egress.send(request, WITHIN);
            if (answer.status() != OK) {
                throw new SignInException(provider.name() + " answered "
                        + request.url().getPath() + " with the status " + answer.status());
            }
            return MAPPER.readTree(answer.body());
        } catch (IOException e) {
            LOG.warn("The identity provider {} cannot be asked: {}", provider.name(), e.getMessage());
            throw new SignInException(
                    provider.name() + " cannot be asked now; the server's log says why, tell your administrator", e);
        }
    }

    static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** An URL with more in its query. */
    static URI with(URI url, Map<String, String> query) {
        return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + form(query));
    }
}
