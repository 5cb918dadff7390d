package dev.roadstead.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuthenticatorTest {
    private static final Principal ADMIN = Principal.of("admin", Set.of("g", "system:authenticated"));

    private Authenticator authenticator;

    @BeforeEach
    void create() throws Exception {
        BearerTokens foreign = token -> token.equals("foreign")
                ? new BearerTokens.Identity(Principal.of("f", Set.of()), Set.of("somebody else"))
                : null;
        StaticTokens known = new StaticTokens(
                Map.of("secret", Principal.of("admin", Set.of("g")), "other", Principal.of("other", Set.of())));
        authenticator = new Authenticator(List.of(known, foreign), new ClientCertificates(List.of()));
    }

    @Test
    void tokenNamesItsPrincipal() {
        assertThat(authenticate("Bearer secret", null)).isEqualTo(ADMIN);
        assertThat(authenticate("bearer  secret ", null)).isEqualTo(ADMIN);
    }

    @Test
    void noCredentialsAreAnonymousAndWrongOnesAreNobody() {
        assertThat(authenticate(null, null)).isEqualTo(Principal.ANONYMOUS);
        for (String wrong :
                List.of("", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Basic secret", "secret")) {
            assertThat(authenticate(wrong, null)).as(wrong).isNull();
        }
    }

    @Test
    void tokenForAnotherServerDoesNotCountHere() {
        assertThat(authenticate("Bearer foreign", null)).isNull();
        assertThat(authenticator.find("foreign")).isNotNull();
    }

    @Test
    void browsersSendTheTokenAsAWebSocketProtocol() {
        String prefix = "base64url.bearer.authorization.k8s.io.";
        String token =
                Base64.getUrlEncoder().withoutPadding().encodeToString("secret".getBytes(StandardCharsets.UTF_8));

        assertThat(authenticate(null, "v5.channel.k8s.io, " + prefix + token)).isEqualTo(ADMIN);
        assertThat(authenticate(null, "v5.channel.k8s.io")).isEqualTo(Principal.ANONYMOUS);
        for (String wrong : List.of("", "c2VjcmV", "!", token + "x")) {
            assertThat(authenticate(null, prefix + wrong)).as(wrong).isNull();
        }
    }

    private @Nullable Principal authenticate(@Nullable String authorization, @Nullable String protocols) {
        return authenticator.authenticate(new Credentials(authorization, protocols, List::of));
    }
}
