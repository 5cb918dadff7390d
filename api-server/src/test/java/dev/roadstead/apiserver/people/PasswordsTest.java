package dev.roadstead.apiserver.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.util.encoders.Hex;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final String PHRASE = "violet harbour runs seven ferries";

    private final SecureRandom random = new SecureRandom();
    private final PasswordRules rules = new PasswordRules();

    @Test
    void hashIsOfItsPasswordOnlyAndIsWrittenInThePhcForm() {
        PasswordHash hash = PasswordHash.of(PHRASE, random);

        assertThat(hash.encode()).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[^$]{22}\\$[^$]{43}");
        PasswordHash read = PasswordHash.parse(hash.encode());
        assertThat(read.matches(PHRASE)).isTrue();
        assertThat(read.matches(PHRASE + " ")).isFalse();
        assertThat(read.matches("")).isFalse();
        assertThat(read.isWeak()).isFalse();
        assertThat(PasswordHash.of(PHRASE, random).encode()).isNotEqualTo(hash.encode());
        assertThat(hash.toString()).doesNotContain(Hex.toHexString(hash.digest()));
    }

    @Test
    void sameCharactersAreTheSamePassword() {
        assertThat(PasswordHash.of("caf\u00e9 am fluss ufer", random).matches("cafe\u0301 am fluss ufer"))
                .isTrue();
    }

    @Test
    void hashWithSmallerParametersIsWeak() {
        assertThat(PasswordHash.parse("$argon2id$v=19$m=8192,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAA")
                        .isWeak())
                .isTrue();
        for (String other : List.of("", "$2b$10$abc", "$argon2i$v=19$m=8,t=1,p=1$AAAA$AAAA", PHRASE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PasswordHash.parse(other))
                    .withMessageNotContaining("ferries");
        }
    }

    @Test
    void nobodysHashFitsNothing() throws InterruptedException {
        try (PasswordHasher hasher = new PasswordHasher(random)) {
            assertThat(hasher.matches(null, PHRASE)).isFalse();
            assertThat(hasher.matches(hasher.hash(PHRASE), PHRASE)).isTrue();
        }
    }

    /** A flood takes no more memory than the queue is long. */
    @Test
    void moreThanTheQueueHoldsAreTurnedAway() throws Exception {
        List<Callable<Boolean>> signIns = new ArrayList<>();
        try (PasswordHasher hasher = new PasswordHasher(random, 1, 2);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                signIns.add(() -> hasher.matches(null, PHRASE));
            }
            int turnedAway = 0;
            for (Future<Boolean> signIn : callers.invokeAll(signIns)) {
                try {
                    signIn.get();
                } catch (ExecutionException e) {
                    turnedAway++;
                    assertThat(e.getCause())
                            .isInstanceOfSatisfying(
                                    ApiException.class,
                                    fault -> assertThat(fault.fault()).isInstanceOf(ApiFault.TooManyRequests.class));
                }
            }
            assertThat(turnedAway).isBetween(20, 39);
        }
    }

    @Test
    void whatIsGuessedFirstIsRefused() {
        for (String password : List.of(
                "password1234",
                "Passw0rd!2026",
                "P@ssw0rdP@ssw0rd",
                "qwertyuiop123",
                "QWERTYUIOPASDF",
                "123456789012",
                "abcdefghijkl",
                "zzzzzzzzzzzz",
                "abababababab",
                "iloveyou2025!",
                "Summer2026!!!",
                "letmein letmein",
                "adminadminadmin",
                "roadstead2026",
                "correcthorsebatterystaple",
                "1qaz2wsx3edc",
                "ada.lovelace1815",
                "adaadaada-2026",
                "dragonmonkey1",
                "P4ssw0rd!P4ssw0rd",
                "Tr0ub4dour&3a",
                "analytical-engines-ada",
                "Analytical Engines 2026!")) {
            assertThat(rules.refusal(password, List.of("ada", "ada.lovelace@example.com", "Analytical Engines")))
                    .as(password)
                    .isNotNull()
                    .contains("; take four or more words")
                    .doesNotContain(password);
        }
    }

    @Test
    void theReasonSaysWhatIsWrong() {
        assertThat(rules.refusal("analytical-engines", List.of("analytical-engines")))
                .contains("your name, e-mail address or organization");
        assertThat(rules.refusal("iloveyou1234", List.of())).contains("leaked");
        assertThat(rules.refusal("zzzzzzzzzzzzzz", List.of())).contains("repeats");
    }

    /** Whoever has an invitation could keep a processor busy otherwise: all of the first takes minutes. */
    @Test
    void longOnesAreJudgedAtOnce() {
        rules.refusal(PHRASE, List.of());
        for (String hard : List.of(
                "4@8({[<369&#!1/|0$5+7%2".repeat(11),
                "p4s5w0rd".repeat(32),
                "aA1!".repeat(64),
                "x".repeat(256),
                "19991231".repeat(32))) {
            long begun = System.nanoTime();
            rules.refusal(hard, List.of("ada", "ada@example.com"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(hard).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void longOnesOfAnyCharactersAreTaken() {
        for (String password : List.of(
                PHRASE,
                "kT9#vLq2!xZp",
                "\u043f\u044f\u0442\u044c \u0437\u0435\u043b\u0451\u043d\u044b\u0445 \u0441\u043b\u043e\u043d\u043e\u0432",
                "purple monkey dishwasher lamp",
                "f4a1c09be77d2035")) {
            assertThat(rules.refusal(password, List.of("ada", "ada@example.com")))
                    .as(password)
                    .isNull();
        }
    }

    @Test
    void lengthIsCountedInCharacters() {
        String clef = "\ud834\udd1e";
        assertThat(rules.refusal("kT9#vLq2!xZ", List.of())).contains("found 11");
        assertThat(rules.refusal("kT9#vLq2!xZ" + clef, List.of())).isNull();
        assertThat(rules.refusal("kT9#vLq2!xZp ".repeat(20), List.of())).contains("found 260");
    }
}
