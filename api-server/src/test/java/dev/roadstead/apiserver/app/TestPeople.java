package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.testkit.Eventually;
import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** People of one server, who register with invitations of the test's namespace. */
final class TestPeople {
    static final String PASSWORD = "violet harbour runs seven ferries";

    private static final String KINDS = "/apis/roadstead.dev/v1/";
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestApi api;

    TestPeople(TestApi api) {
        this.api = api;
    }

    /** Somebody with the tokens of a Session. */
    record Person(String name, String access, String refresh, String session) {
        static Person of(JsonNode tokens) {
            return new Person(
                    tokens.path("user").asText(),
                    tokens.path("accessToken").asText(),
                    tokens.path("refreshToken").asText(),
                    tokens.path("session").asText());
        }

        String home() {
            return "user-" + name;
        }
    }

    static String newName() {
        return "ada" + NAMES.incrementAndGet();
    }

    /** The token of a new invitation in the test's namespace. */
    String invite(String email) {
        String name = "inv-" + NAMES.incrementAndGet();
        api.post(invitations(), """
                {"apiVersion": "roadstead.dev/v1", "kind": "Invitation", "metadata": {"name": "%s"},
                 "spec": {"email": "%s", "role": "Developer"}}""".formatted(name, email)).expect(201);
        ObjectNode made = api.post(invitations() + "/" + name + "/token", "{}")
                .expect(201)
                .json();
        return made.at("/status/token").asText();
    }

    String invitations() {
        return KINDS + "namespaces/" + api.namespace() + "/invitations";
    }

    static String keys(Person person, String... rest) {
        String path = KINDS + "namespaces/" + person.home() + "/apikeys";
        return rest.length == 0 ? path : path + "/" + String.join("/", rest);
    }

    static String session(Person person) {
        return KINDS + "namespaces/" + person.home() + "/sessions/" + person.session();
    }

    static String user(Person person) {
        return KINDS + "users/" + person.name();
    }

    /** Registered and signed in, with the rights of a person in the own namespace. */
    Person somebody() {
        String name = newName();
        String email = name + "@example.com";
        String registration = """
                {"invitation": "%s", "name": "%s", "password": "%s"}""".formatted(invite(email), name, PASSWORD);
        AtomicReference<TestApi.Answer> answer = new AtomicReference<>();
        Eventually.await("the server has time for a password", () -> {
            answer.set(post(null, "/auth/register", registration));
            return answer.get().status() != 429;
        });
        Person person = Person.of(answer.get().expect(201).json());
        api.post("/apis/rbac.authorization.k8s.io/v1/namespaces/" + person.home() + "/rolebindings", """
                {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "self"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "roadstead:self"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}""".formatted(
                                name))
                .expect(201);
        return person;
    }

    TestApi.Answer login(String user, String password) {
        return login(user, password, "");
    }

    TestApi.Answer login(String user, String password, String code) {
        ObjectNode body = TestApi.JSON.createObjectNode().put("user", user).put("password", password);
        if (!code.isEmpty()) {
            body.put("code", code);
        }
        return post(null, "/auth/login", body.toString());
    }

    TestApi.Answer refresh(String token) {
        return post(null, "/auth/refresh", "{\"refreshToken\": \"" + token + "\"}");
    }

    /** With a bearer token, or without any proof. */
    TestApi.Answer post(@Nullable String token, String path, String body) {
        return api.send(as(token, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    TestApi.Answer get(String token, String path) {
        return api.send(as(token, path).GET());
    }

    HttpRequest.Builder as(@Nullable String token, String path) {
        HttpRequest.Builder request = api.anonymous(path);
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /** Who the server takes the owner of a token for; empty when it takes it for nobody. */
    ObjectNode whoami(String token) {
        TestApi.Answer answer = post(token, "/apis/authentication.k8s.io/v1/selfsubjectreviews", """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"}""");
        if (answer.status() == 401) {
            return TestApi.JSON.createObjectNode();
        }
        return (ObjectNode) answer.expect(201).at("/status/userInfo");
    }

    boolean counts(String token) {
        return !whoami(token).isEmpty();
    }

    void makeKey(Person person, String name, String spec) {
        post(person.access(), keys(person), """
                {"apiVersion": "roadstead.dev/v1", "kind": "ApiKey", "metadata": {"name": "%s"}, "spec": %s}""".formatted(name, spec)).expect(201);
    }

    /** A new key of a person. */
    String key(Person person, String name, String spec) {
        makeKey(person, name, spec);
        return post(person.access(), keys(person, name, "token"), "{}")
                .expect(201)
                .at("/status/token")
                .asText();
    }

    /** As an authenticator program computes it (RFC 6238); not by the server's own code. */
    static String totp(String base32, Instant moment) {
        try {
            String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
            StringBuilder bits = new StringBuilder();
            for (int i = 0; i < base32.length(); i++) {
                String five = "0000" + Integer.toBinaryString(alphabet.indexOf(base32.charAt(i)));
                bits.append(five.substring(five.length() - 5));
            }
            byte[] key = new byte[bits.length() / 8];
            for (int i = 0; i < key.length; i++) {
                key[i] = (byte) Integer.parseInt(bits.substring(i * 8, i * 8 + 8), 2);
            }
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key, "HmacSHA1"));
            byte[] hash = mac.doFinal(
                    ByteBuffer.allocate(8).putLong(moment.getEpochSecond() / 30).array());
            int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & Integer.MAX_VALUE;
            return String.format(Locale.ROOT, "%06d", number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static void assertRefused(TestApi.Answer answer) {
        assertThat(answer.expect(401).at("/reason").asText()).isEqualTo("Unauthorized");
    }
}
