package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.roadstead.apiserver.app.TestPeople.Person;
import dev.roadstead.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** I19: what a person or program proves itself with is in no log, no other answer, no audit record, no stored object. */
@ExtendWith(RunningServer.class)
class SignInSecrecyTest {
    private final Logger log = (Logger) LoggerFactory.getLogger("dev.roadstead");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.setLevel(Level.TRACE);
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stop() {
        log.detachAppender(logged);
        log.setLevel(null);
    }

    @Test
    void noneIsWrittenDown(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        Person again = Person.of(people.refresh(ada.refresh()).expect(200).json());
        String invitation = people.invite("grace@example.com");
        String key = people.key(ada, "k", "{}");
        String wrong = "a phrase that was mistyped";
        List<String> answers = new ArrayList<>();
        answers.add(people.login(ada.name(), wrong).expect(401).text());
        answers.add(people.login(wrong, PASSWORD).expect(401).text());
        answers.add(people.post(again.access(), "/auth/password", """
                {"password": "%s", "newPassword": "%s", "other": "%s"}""".formatted(PASSWORD, wrong, key))
                .expect(400)
                .text());
        answers.add(people.post(null, "/auth/register", """
                {"invitation": "%s", "name": "Not A Name", "password": "%s"}""".formatted(invitation, PASSWORD))
                .expect(422)
                .text());
        answers.add(people.post(null, "/auth/refresh", "{\"refreshToken\": \"" + key + "\"}")
                .expect(401)
                .text());
        answers.add(people.get(key, TestPeople.keys(ada)).expect(200).text());
        answers.add(people.whoami(again.access()).toString());
        answers.add(people.refresh(ada.refresh()).expect(401).text());
        for (String path : List.of(
                "/apis/roadstead.dev/v1/users",
                "/apis/roadstead.dev/v1/sessions",
                "/apis/roadstead.dev/v1/apikeys",
                "/apis/roadstead.dev/v1/invitations",
                "/api/v1/secrets",
                "/api/v1/events",
                "/apis/roadstead.dev/v1/auditevents?limit=1000")) {
            answers.add(api.get(path).expect(200).text());
        }

        for (String secret : List.of(
                PASSWORD, wrong, ada.access(), ada.refresh(), again.access(), again.refresh(), invitation, key)) {
            String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
            assertThat(answers).allSatisfy(it -> assertThat(it).doesNotContain(secret, encoded));
            Eventually.eventually(() -> assertThat(List.copyOf(logged.list))
                    .isNotEmpty()
                    .allSatisfy(it -> assertThat(it.getFormattedMessage()).doesNotContain(secret)));
        }
    }
}
