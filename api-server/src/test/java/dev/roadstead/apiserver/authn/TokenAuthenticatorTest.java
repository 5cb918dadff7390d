package dev.roadstead.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenAuthenticatorTest {
    private static final Principal ADMIN = Principal.of("admin", Set.of("g"));
    private final TokenAuthenticator authenticator =
            new TokenAuthenticator(Map.of("secret", ADMIN, "other", Principal.of("other", Set.of())));

    @Test
    void tokenNamesItsPrincipal() {
        assertThat(authenticator.authenticate("Bearer secret")).isEqualTo(ADMIN);
        assertThat(authenticator.authenticate("bearer  secret ")).isEqualTo(ADMIN);
    }

    @Test
    void noCredentialsAreAnonymousAndWrongOnesAreNobody() {
        assertThat(authenticator.authenticate(null)).isEqualTo(Principal.ANONYMOUS);
        for (String wrong :
                List.of("", "Bearer", "Bearer ", "Bearer secre", "Bearer secrets", "Basic secret", "secret")) {
            assertThat(authenticator.authenticate(wrong)).as(wrong).isNull();
        }
    }
}
