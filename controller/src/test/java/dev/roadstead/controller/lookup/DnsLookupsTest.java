package dev.roadstead.controller.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.lookup.NameLookup.Answer;
import dev.roadstead.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DnsLookupsTest {
    private final TestDns dns = new TestDns();
    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private volatile List<String> servers = List.of(dns.address());
    private final DnsLookups lookups = new DnsLookups(() -> servers, () -> now);

    DnsLookupsTest() throws IOException {}

    @AfterEach
    void close() {
        lookups.close();
        dns.close();
    }

    @Test
    void addressesOfBothKindsAndTextsAreFound() {
        dns.put("a.example.com", "A 192.0.2.1", "A 192.0.2.2", "AAAA 2001:db8::1", "TXT \"roadstead=5\"");
        Answer answer = find("a.example.com");
        assertThat(answer.addresses()).containsExactlyInAnyOrder("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1");
        assertThat(answer.texts()).containsExactly("roadstead=5");
        assertThat(answer.failure()).isEmpty();
    }

    @Test
    void anAliasIsFollowedAndNamed() {
        dns.put("shop.example.com", "CNAME edge.example.net.");
        dns.put("edge.example.net", "A 192.0.2.1");
        Answer answer = find("shop.example.com");
        assertThat(answer.addresses()).containsExactly("192.0.2.1");
        assertThat(answer.aliases()).containsExactly("edge.example.net");
    }

    @Test
    void aNameThatDoesNotExistIsNoFailure() {
        Answer answer = find("none.example.com");
        assertThat(answer.addresses()).isEmpty();
        assertThat(answer.failure()).isEmpty();
    }

    @Test
    void aResolverThatDoesNotAnswerIsOne() {
        dns.close();
        assertThat(find("a.example.com").failure()).isNotEmpty();
    }

    @Test
    void anAnswerIsKeptForAMinuteAndAskedForAgain() {
        dns.put("a.example.com", "A 192.0.2.1");
        assertThat(find("a.example.com").addresses()).containsExactly("192.0.2.1");
        dns.put("a.example.com", "A 192.0.2.2");
        AtomicInteger again = new AtomicInteger();
        assertThat(lookups.find("a.example.com", again::incrementAndGet).map(Answer::addresses))
                .hasValueSatisfying(kept -> assertThat(kept).containsExactly("192.0.2.1"));
        now = now.plusSeconds(61);
        Optional<Answer> old = lookups.find("a.example.com", again::incrementAndGet);
        assertThat(old).isPresent();
        Eventually.await("it was asked again", () -> again.get() == 1);
        assertThat(find("a.example.com").addresses()).containsExactly("192.0.2.2");
    }

    @Test
    void otherServersAreAskedFromThenOnAndOneThatIsNoneIsNamed() {
        dns.put("a.example.com", "A 192.0.2.1");
        assertThat(find("a.example.com").addresses()).containsExactly("192.0.2.1");
        servers = List.of("[127.0.0.1]:99999");
        assertThat(find("b.example.com").failure()).contains("99999");
    }

    private Answer find(String hostname) {
        return Eventually.await(
                        "an answer for " + hostname,
                        Duration.ofSeconds(20),
                        () -> lookups.find(hostname, () -> {}),
                        Optional::isPresent)
                .orElseThrow();
    }
}
