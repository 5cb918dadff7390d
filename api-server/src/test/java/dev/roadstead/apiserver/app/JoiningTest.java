package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.app.TestPeople.Person;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Invitations of those who are Users already. */
@ExtendWith(RunningServer.class)
class JoiningTest {
    @Test
    void aUserTakesAnInvitationOnce(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String token = people.invite(ada.name() + "@example.com");

        people.post(ada.access(), "/auth/join", body(token)).expect(204);

        assertThat(api.get(people.invitations()).at("/items").valueStream())
                .filteredOn(it -> it.at("/status/acceptedBy").asText().equals(ada.name()))
                .hasSize(2); // the one that ada registered with, and this
        people.post(ada.access(), "/auth/join", body(token)).expect(403);
    }

    @Test
    void nobodyTakesWhatIsForAnother(TestApi api) {
        TestPeople people = new TestPeople(api);
        Person ada = people.somebody();
        String token = people.invite("somebody-else@example.com");

        people.post(ada.access(), "/auth/join", body(token)).expect(403);
        people.post(ada.access(), "/auth/join", body("rsi_no-such-token")).expect(403);
        people.post(null, "/auth/join", body(token)).expect(403);

        assertThat(api.get(people.invitations()).at("/items").valueStream())
                .filteredOn(it -> it.at("/spec/email").asText().startsWith("somebody-else"))
                .allMatch(it -> it.at("/status/acceptedBy").isMissingNode());
    }

    private static String body(String token) {
        return "{\"invitation\": \"" + token + "\"}";
    }
}
