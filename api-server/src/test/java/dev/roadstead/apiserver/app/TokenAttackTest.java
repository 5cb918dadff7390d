package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.app.TestPeople.Person;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What attackers try with JWTs (RFC 8725). Each begins with a token that counts, and changes one thing. */
@ExtendWith(RunningServer.class)
class TokenAttackTest {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private TestPeople people;
    private Person ada;
    private String kid;
    private byte[] key;
    private ObjectNode claims;

    @BeforeEach
    void signIn(TestApi api) throws Exception {
        people = new TestPeople(api);
        ada = people.somebody();
        JsonNode keys = TestApi.JSON.readTree(Base64.getDecoder()
                .decode(api.get("/api/v1/namespaces/roadstead-system/secrets/session-keys")
                        .expect(200)
                        .at("/data/keys")
                        .asText()));
        assertThat(keys).isInstanceOf(ArrayNode.class).hasSize(1);
        kid = keys.at("/0/kid").asText();
        key = Base64.getDecoder().decode(keys.at("/0/key").asText());
        claims = (ObjectNode)
                TestApi.JSON.readTree(Base64.getUrlDecoder().decode(ada.access().split("\\.", -1)[1]));
    }

    /** Otherwise nothing below would prove anything. */
    @Test
    void tokenThatIsMadeAsTheServerMakesItCounts() {
        assertThat(people.counts(hs256(header(), claims))).isTrue();
    }

    @Test
    void algorithmNone() {
        for (String algorithm : List.of("none", "None", "NONE", "")) {
            ObjectNode header = header().put("alg", algorithm);
            assertThat(people.counts(unsigned(header) + ".")).as(algorithm).isFalse();
            assertThat(people.counts(unsigned(header))).as(algorithm).isFalse();
            assertThat(people.counts(hs256(header, claims))).as(algorithm).isFalse();
        }
    }

    @Test
    void signatureThatIsCutOffOrChanged() {
        String token = hs256(header(), claims);
        String unsigned = token.substring(0, token.lastIndexOf('.'));
        int last = token.length() - 10;
        String changed = token.substring(0, last) + (token.charAt(last) == 'A' ? 'B' : 'A') + token.substring(last + 1);

        for (String forged : List.of(unsigned, unsigned + ".", changed, token + ".x", "." + token)) {
            assertThat(people.counts(forged)).as(forged).isFalse();
        }
    }

    /** A server that takes a public key for the secret of a MAC, or a MAC for a signature. */
    @Test
    void otherAlgorithms() throws Exception {
        var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        ObjectNode rs256 = header().put("alg", "RS256");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(unsigned(rs256).getBytes(StandardCharsets.US_ASCII));
        assertThat(people.counts(unsigned(rs256) + "." + BASE64.encodeToString(signature.sign())))
                .isFalse();
        assertThat(people.counts(mac("HmacSHA256", pair.getPublic().getEncoded(), header(), claims)))
                .isFalse();
        assertThat(people.counts(mac("HmacSHA512", key, header().put("alg", "HS512"), claims)))
                .isFalse();
        assertThat(people.counts(hs256(rs256, claims))).isFalse();
    }

    @Test
    void keyIdsThatLeadElsewhere() {
        byte[] empty = new byte[1];
        for (String id : List.of(
                "../../../../dev/null", "/dev/null", "", "x' UNION SELECT 'k", kid + "\u0000", kid.substring(1))) {
            ObjectNode header = header().put("kid", id);
            assertThat(people.counts(mac("HmacSHA256", empty, header, claims)))
                    .as(id)
                    .isFalse();
            assertThat(people.counts(hs256(header, claims))).as(id).isFalse();
        }
        ObjectNode without = header();
        without.remove("kid");
        assertThat(people.counts(hs256(without, claims))).isFalse();
    }

    @Test
    void keysThatTheTokenBringsAlong() {
        byte[] own = "a key of the attacker, long enough".getBytes(StandardCharsets.US_ASCII);
        ObjectNode jwk = TestApi.JSON.createObjectNode().put("kty", "oct").put("k", BASE64.encodeToString(own));
        for (ObjectNode header : List.of(
                header().put("jku", "https://evil.example/keys"),
                header().put("x5u", "https://evil.example/cert"),
                (ObjectNode) header().set("jwk", jwk))) {
            assertThat(people.counts(mac("HmacSHA256", own, header, claims))).isFalse();
            assertThat(people.counts(hs256(header, claims)))
                    .as("one header, and no other")
                    .isFalse();
        }
    }

    @Test
    void timesAudienceTypeAndIssuer() {
        long now = Instant.now().getEpochSecond();
        refused(it -> it.put("exp", now - 1));
        refused(it -> it.remove("exp"));
        refused(it -> it.put("nbf", now + 3600));
        refused(it -> it.putArray("aud").add("somebody-else"));
        refused(it -> it.remove("aud"));
        refused(it -> it.put("typ", "refresh"));
        refused(it -> it.remove("typ"));
        refused(it -> it.put("iss", "somebody-else"));
        refused(it -> it.put("sid", "no-such-session"));
        refused(it -> it.put("sub", "kubernetes-admin"));
        refused(it -> it.put("uid", "of-another-session"));
    }

    /** Tokens of ServiceAccounts have another key: neither kind passes for the other. */
    @Test
    void tokensOfOtherKinds(TestApi api) {
        assertThat(people.counts(ada.refresh())).isFalse();
        ObjectNode plain = header();
        plain.remove("kid");
        ObjectNode account = claims.deepCopy().put("sub", "system:serviceaccount:default:default");
        account.remove("typ");
        assertThat(people.counts(hs256(plain, account))).isFalse();
        assertThat(api.get("/version").status()).isEqualTo(200);
    }

    private void refused(Consumer<ObjectNode> change) {
        ObjectNode changed = claims.deepCopy();
        change.accept(changed);
        assertThat(people.counts(hs256(header(), changed)))
                .as(changed.toString())
                .isFalse();
    }

    private ObjectNode header() {
        return TestApi.JSON
                .createObjectNode()
                .put("alg", "HS256")
                .put("kid", kid)
                .put("typ", "JWT");
    }

    private String unsigned(ObjectNode header) {
        return base64(header) + "." + base64(claims);
    }

    private String hs256(ObjectNode header, ObjectNode payload) {
        return mac("HmacSHA256", key, header, payload);
    }

    private static String mac(String algorithm, byte[] key, ObjectNode header, ObjectNode payload) {
        try {
            String signed = base64(header) + "." + base64(payload);
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String base64(ObjectNode object) {
        return BASE64.encodeToString(object.toString().getBytes(StandardCharsets.UTF_8));
    }
}
