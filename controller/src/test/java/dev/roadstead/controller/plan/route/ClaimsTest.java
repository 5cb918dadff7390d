package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.plan.route.Claims.Verdict;
import dev.roadstead.model.Domain;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClaimsTest {
    private static final Verdict GRANTED = new Verdict.Granted();
    private static final Verdict TAKEN = new Verdict.Taken();

    private final Domain first = domain("a/first", "shop.example.com", "/", 1);

    @Test
    void aHostnameBelongsToTheNamespaceOfItsOldestDomain() {
        Domain later = domain("b/later", "shop.example.com", "/other", 2);
        assertThat(Claims.judge(first, List.of(later, first))).isEqualTo(GRANTED);
        assertThat(Claims.judge(later, List.of(later, first))).isEqualTo(TAKEN);
        assertThat(Claims.judge(later, List.of(later))).isEqualTo(GRANTED);
    }

    @Test
    void ofTwoMadeInTheSameSecondTheOneThatComesFirstByNameWins() {
        Domain twin = domain("b/twin", "shop.example.com", "/", 1);
        assertThat(Claims.judge(twin, List.of(twin, first))).isEqualTo(TAKEN);
        assertThat(Claims.judge(first, List.of(twin, first))).isEqualTo(GRANTED);
    }

    @Test
    void pathsOfANamespaceShareAHostname() {
        Domain api = domain("a/api", "shop.example.com", "/api", 2);
        assertThat(Claims.judge(api, List.of(first, api))).isEqualTo(GRANTED);
    }

    @Test
    void theSamePathTwiceIsTheOldersAlone() {
        Domain again = domain("a/again", "shop.example.com", "/", 2);
        assertThat(Claims.judge(again, List.of(first, again))).isEqualTo(new Verdict.Duplicate("first"));
    }

    @Test
    void anOlderWildcardOfAnotherNamespaceCoversAHostname() {
        Domain wildcard = domain("b/all", "*.example.com", "/", 0);
        assertThat(Claims.judge(first, List.of(first, wildcard))).isEqualTo(TAKEN);
        assertThat(Claims.judge(wildcard, List.of(first, wildcard))).isEqualTo(GRANTED);
    }

    @Test
    void aYoungerWildcardTakesNothingAway() {
        Domain wildcard = domain("b/all", "*.example.com", "/", 2);
        assertThat(Claims.judge(first, List.of(first, wildcard))).isEqualTo(GRANTED);
        assertThat(Claims.judge(wildcard, List.of(first, wildcard))).isEqualTo(GRANTED);
    }

    @Test
    void ofTwoMadeInTheSameSecondTheWildcardCameLater() {
        Domain wildcard = domain("A/all", "*.example.com", "/", 1);
        assertThat(Claims.judge(first, List.of(first, wildcard))).isEqualTo(GRANTED);
        assertThat(Claims.judge(wildcard, List.of(first, wildcard))).isEqualTo(GRANTED);
    }

    @Test
    void aWildcardCoversOneLabelOnly() {
        Domain deep = domain("a/deep", "a.b.example.com", "/", 2);
        Domain wildcard = domain("b/all", "*.example.com", "/", 0);
        assertThat(Claims.judge(deep, List.of(deep, wildcard))).isEqualTo(GRANTED);
        assertThat(Claims.concerns("*.example.com", "shop.example.com")).isTrue();
        assertThat(Claims.concerns("*.example.com", "a.b.example.com")).isFalse();
        assertThat(Claims.concerns("shop.example.com", "*.example.com")).isFalse();
    }

    private static Domain domain(String key, String hostname, String path, int second) {
        Domain domain = Routes.domain(key, "{hostname: '" + hostname + "', pathPrefix: " + path + "}");
        return Routes.created(domain, "2026-01-01T00:00:0" + second + "Z");
    }
}
