package dev.roadstead.apiserver.authn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ServiceAccountTokensTest {
    private static final ServiceAccountName ROBOT = new ServiceAccountName("ns", "robot");
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Map<ServiceAccountName, String> accounts = new HashMap<>(Map.of(ROBOT, "u1"));
    private final ServiceAccountTokens tokens = tokens("k1");

    @Test
    void tokenNamesItsAccount() {
        BearerTokens.Identity identity = tokens.find(issue());

        assertThat(identity)
                .isEqualTo(new BearerTokens.Identity(
                        new Principal(
                                "system:serviceaccount:ns:robot",
                                "u1",
                                Set.of("system:serviceaccounts", "system:serviceaccounts:ns"),
                                Map.of("authentication.kubernetes.io/credential-id", List.of("JTI=j"))),
                        Set.of("a", "b")));
    }

    @Test
    void tokenExpires() {
        String token = issue();

        now.set(START.plusSeconds(599));
        assertThat(tokens.find(token)).isNotNull();
        now.set(START.plusSeconds(600));
        assertThat(tokens.find(token)).isNull();
        now.set(START.minusSeconds(1));
        assertThat(tokens.find(token)).isNull();
    }

    @Test
    void tokenEndsWithItsAccountEvenIfThereIsAnotherOfThatName() {
        String token = issue();

        assertThat(tokens.find(token)).isNotNull();
        accounts.put(ROBOT, "u2");
        assertThat(tokens.find(token)).isNull();
        accounts.clear();
        assertThat(tokens.find(token)).isNull();
    }

    @Test
    void nothingCountsButWhatThisKeySigned() {
        String token = issue();
        String[] parts = token.split("\\.", -1);
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.US_ASCII));

        assertThat(tokens("k2").find(token)).isNull();
        for (String wrong : List.of(
                "",
                ".",
                "..",
                token + "A",
                token.substring(1),
                parts[0] + "." + parts[1] + ".",
                parts[0] + "." + parts[1],
                none + "." + parts[1] + ".",
                none + "." + parts[1] + "." + parts[2],
                parts[0] + "." + parts[1] + "A." + parts[2],
                parts[0] + ".!." + parts[2],
                token.repeat(100))) {
            assertThat(tokens.find(wrong)).as(wrong).isNull();
        }
    }

    private String issue() {
        return tokens.issue(ROBOT, "u1", List.of("a", "b"), START.plusSeconds(600), "j");
    }

    private ServiceAccountTokens tokens(String key) {
        return new ServiceAccountTokens(key.repeat(16).getBytes(StandardCharsets.US_ASCII), now::get, accounts::get);
    }
}
