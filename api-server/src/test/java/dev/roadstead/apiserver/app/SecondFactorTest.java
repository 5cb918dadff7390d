package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static dev.roadstead.apiserver.app.TestPeople.totp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Codes that count once, and codes for whoever lost what makes them. */
@ExtendWith(RunningServer.class)
class SecondFactorTest {
    @Test
    void codeIsAskedForAndTakenOnce(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String secret = enroll(people, ada);
        assertThat(api.get(TestPeople.user(ada)).at("/status/mfa").asBoolean()).isFalse();
        people.login(ada.name(), PASSWORD).expect(200);
        Instant now = Instant.now();
        confirm(people, ada, totp(secret, now.minusSeconds(30)));

        assertThat(api.get(TestPeople.user(ada)).at("/status/mfa").asBoolean()).isTrue();
        ObjectNode missing = people.login(ada.name(), PASSWORD).expect(401).json();
        assertThat(missing.at("/details/causes/0/reason").asText()).isEqualTo("MfaRequired");
        assertThat(people.login(ada.name(), "the wrong password").expect(401).text())
                .doesNotContain("MfaRequired");
        String code = totp(secret, now);
        assertThat(people.login(ada.name(), "the wrong password", code)
                        .expect(401)
                        .text())
                .doesNotContain("MfaRequired");
        ObjectNode tokens = people.login(ada.name(), PASSWORD, code).expect(200).json();
        assertThat(people.whoami(tokens.path("accessToken").asText())
                        .path("extra")
                        .path("roadstead.dev/mfa")
                        .path(0)
                        .asText())
                .isEqualTo("true");

        TestPeople.assertRefused(people.login(ada.name(), PASSWORD, code));
        TestPeople.assertRefused(people.login(ada.name(), PASSWORD, totp(secret, now.minusSeconds(30))));
        TestPeople.assertRefused(people.login(ada.name(), PASSWORD, totp(secret, now.minusSeconds(300))));
        TestPeople.assertRefused(people.login(ada.name(), PASSWORD, totp(secret, now.plusSeconds(300))));
        people.login(ada.name(), PASSWORD, totp(secret, now.plusSeconds(30))).expect(200);
    }

    /** Also when it comes in at two places at the same moment. */
    @Test
    void codeThatIsUsedAtOnceIsTakenOnce(TestApi api) throws Exception {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String secret = enroll(people, ada);
        Instant now = Instant.now();
        confirm(people, ada, totp(secret, now.minusSeconds(30)));
        String code = totp(secret, now);
        List<Callable<Integer>> logins = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            logins.add(() -> people.login(ada.name(), PASSWORD, code).status());
        }

        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(callers.invokeAll(logins).stream().map(Future::resultNow))
                    .containsOnlyOnce(200)
                    .containsOnly(200, 401);
        }
    }

    @Test
    void recoveryCodesCountOnceEach(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String secret = enroll(people, ada);
        Instant now = Instant.now();
        List<String> codes = confirm(people, ada, totp(secret, now.minusSeconds(30)));
        assertThat(codes)
                .hasSize(10)
                .doesNotHaveDuplicates()
                .allMatch(it -> it.matches("([a-z2-7]{4}-){3}[a-z2-7]{4}"));

        people.login(ada.name(), PASSWORD, codes.get(0)).expect(200);
        TestPeople.assertRefused(people.login(ada.name(), PASSWORD, codes.get(0)));
        people.login(ada.name(), PASSWORD, codes.get(1).replace("-", "").toUpperCase(Locale.ROOT))
                .expect(200);
        List<String> renewed =
                codes(people.post(ada.access(), "/auth/mfa/recovery", "{\"code\": \"" + totp(secret, now) + "\"}")
                        .expect(200)
                        .json());
        TestPeople.assertRefused(people.login(ada.name(), PASSWORD, codes.get(2)));
        people.login(ada.name(), PASSWORD, renewed.get(0)).expect(200);
    }

    @Test
    void factorIsRemovedWithBothProofs(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String secret = enroll(people, ada);
        Instant now = Instant.now();
        List<String> codes = confirm(people, ada, totp(secret, now.minusSeconds(30)));

        people.post(ada.access(), "/auth/mfa/totp", "{}").expect(409);
        TestPeople.assertRefused(remove(people, ada, "not the right password", totp(secret, now)));
        TestPeople.assertRefused(remove(people, ada, PASSWORD, "000000"));
        api.mergePatch(TestPeople.user(ada) + "/status", "{\"status\": {\"mfaRequired\": true}}")
                .expect(200);
        remove(people, ada, PASSWORD, codes.get(0)).expect(403);
        api.mergePatch(TestPeople.user(ada) + "/status", "{\"status\": {\"mfaRequired\": false}}")
                .expect(200);
        remove(people, ada, PASSWORD, codes.get(1)).expect(204);
        people.login(ada.name(), PASSWORD).expect(200);
        assertThat(api.get(TestPeople.user(ada)).at("/status/mfa").asBoolean()).isFalse();
    }

    @Test
    void factorThatWasNotConfirmedIsNotAskedFor(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        TestPeople.assertRefused(people.post(ada.access(), "/auth/mfa/totp/confirm", "{\"code\": \"123456\"}"));
        String first = enroll(people, ada);
        String second = enroll(people, ada);
        TestPeople.assertRefused(people.post(
                ada.access(), "/auth/mfa/totp/confirm", "{\"code\": \"" + totp(first, Instant.now()) + "\"}"));
        people.login(ada.name(), PASSWORD).expect(200);
        confirm(people, ada, totp(second, Instant.now()));
        people.login(ada.name(), PASSWORD).expect(401);
    }

    private static TestApi.Answer remove(TestPeople people, Person person, String password, String code) {
        return people.post(person.access(), "/auth/mfa/totp/remove", """
                {"password": "%s", "code": "%s"}""".formatted(password, code));
    }

    private static String enroll(TestPeople people, Person person) {
        ObjectNode answer =
                people.post(person.access(), "/auth/mfa/totp", "{}").expect(200).json();
        String secret = answer.path("secret").asText();
        assertThat(answer.path("qr").asText()).startsWith("<svg ").doesNotContain(secret);
        assertThat(answer.path("uri").asText()).startsWith("otpauth://totp/").contains("secret=" + secret);
        return secret;
    }

    private static List<String> confirm(TestPeople people, Person person, String code) {
        return codes(people.post(person.access(), "/auth/mfa/totp/confirm", "{\"code\": \"" + code + "\"}")
                .expect(200)
                .json());
    }

    private static List<String> codes(ObjectNode answer) {
        return answer.path("recoveryCodes").valueStream().map(JsonNode::asText).toList();
    }
}
