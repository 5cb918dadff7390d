package dev.roadstead.apiserver.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An IdentityProvider as it is used.
 *
 * @param issuer without a slash at the end
 * @param clientSecret name of the Secret
 * @param allowedDomains in lower case; empty for all
 * @param trustedAmr values of the claim amr of which one stands for a second factor shown there
 * @param registers whether whoever it vouches for becomes a User
 * @param authorities PEM certificates that it is trusted by; the system's when null
 */
public record Provider(
        String name,
        Type type,
        String displayName,
        URI issuer,
        String clientId,
        String clientSecret,
        List<String> scopes,
        String groupsClaim,
        List<String> allowedDomains,
        List<String> trustedAmr,
        boolean registers,
        @Nullable String authorities) {
    /** What it speaks. */
    public enum Type {
        OIDC(""),
        GITHUB("https://github.com"),
        GITLAB("https://gitlab.com"),
        GOOGLE("https://accounts.google.com");

        private final String publicIssuer;

        Type(String publicIssuer) {
            this.publicIssuer = publicIssuer;
        }
    }

    /** Reads an object of the kind; the schema has checked it. */
    public static Provider of(JsonNode object) {
        JsonNode spec = object.path("spec");
        String name = object.path("metadata").path("name").asText();
        Type type = Type.valueOf(spec.path("type").asText().toUpperCase(Locale.ROOT));
        String issuer = spec.path("issuer").asText(type.publicIssuer).replaceFirst("/+$", "");
        return new Provider(
                name,
                type,
                spec.path("displayName").asText(name),
                URI.create(issuer),
                spec.path("clientId").asText(),
                spec.path("clientSecret").asText(),
                texts(spec.path("scopes")),
                spec.path("groupsClaim").asText("groups"),
                texts(spec.path("allowedDomains")).stream()
                        .map(domain -> domain.toLowerCase(Locale.ROOT))
                        .toList(),
                texts(spec.path("trustedAmr")),
                spec.path("registers").asBoolean(),
                spec.has("caBundle") ? decode(spec.path("caBundle").asText()) : null);
    }

    /** Whether an address of this domain may sign in. */
    public boolean admits(String email) {
        String domain = email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        return allowedDomains.isEmpty() || allowedDomains.contains(domain);
    }

    private static String decode(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }
}
