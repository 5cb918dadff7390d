package dev.roadstead.controller.plan.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Ingress;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.controller.plan.ingress.Issuers.Problem;
import dev.roadstead.model.Edge;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether a Domain with tls.mode Auto will get a certificate, and what to do when it will not. */
class IssuersTest {
    private static final Edge WITHOUT = Ingress.edge(null, null);
    private static final Edge WITH = Ingress.edge(null, Ingress.STAGING);

    @Test
    void withoutAcmeNobodyIssues() {
        assertThat(problem("{hostname: a.example.com}", WITHOUT))
                .hasValueSatisfying(said -> assertThat(said.message()).contains("spec.acme"));
        assertThat(problem("{hostname: a.example.com, tls: {mode: 'Off'}}", WITHOUT))
                .isEmpty();
    }

    @Test
    void aResolverMustBeOneOfTheEdges() {
        assertThat(problem("{hostname: a.example.com}", WITH)).isEmpty();
        assertThat(problem("{hostname: a.example.com, tls: {resolver: dns-1}}", WITH))
                .isEmpty();
        assertThat(problem("{hostname: a.example.com, tls: {resolver: dns-2}}", WITH))
                .contains(new Problem(
                        "UnknownResolver", "Edge default has no resolver dns-2; it has letsencrypt, dns-1"));
    }

    @Test
    void aWildcardNeedsDns() {
        assertThat(problem("{hostname: '*.example.com'}", WITH))
                .hasValueSatisfying(said -> assertThat(said.reason()).isEqualTo("WildcardNeedsDns"));
        assertThat(problem("{hostname: '*.example.com', tls: {resolver: dns-1}}", WITH))
                .isEmpty();
    }

    private static Optional<Problem> problem(String domain, Edge edge) {
        return Issuers.problem(Routes.domain("shop/a", domain), edge);
    }
}
