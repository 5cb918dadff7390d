package dev.roadstead.apiserver.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.roadstead.address.Cidr;
import dev.roadstead.egress.EgressClient;
import dev.roadstead.egress.EgressPolicy;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The known attacks on tokens that others sign. */
class IdTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** The provider's; to make one takes a second. */
    private static final RSAKey CURRENT = rsaKey("current");

    private final Vertx vertx = Vertx.vertx();
    private final EgressClient egress = new EgressClient(vertx, new EgressPolicy(List.of(Cidr.parse("127.0.0.0/8"))));
    private final IdTokens tokens = new IdTokens(new Calls(egress), InstantSource.fixed(NOW));
    private final AtomicInteger keySetsServed = new AtomicInteger();
    private RSAKey key;
    private HttpServer server;

    @BeforeEach
    void serveKeys() throws Exception {
        key = CURRENT;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            keySetsServed.incrementAndGet();
            byte[] body = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private static RSAKey rsaKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(0);
        egress.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void takesATokenOfTheProvider() throws Exception {
        assertThat(verify(signed(claims().build())).getSubject()).isEqualTo("subject-1");
    }

    @Test
    void refusesATokenForSomebodyElse() throws Exception {
        refuses(signed(claims().audience("somebody-else").build()), "aud");
        refuses(signed(claims().claim("azp", "somebody-else").build()), "another client");
        refuses(signed(claims().claim("nonce", "of another").build()), "another sign-in");
    }

    @Test
    void refusesATokenThatIsOverOrLacksAnEnd() throws Exception {
        refuses(signed(claims().expirationTime(Date.from(NOW.minusSeconds(120))).build()), "xpired");
        refuses(signed(claims().expirationTime(null).build()), "exp");
    }

    @Test
    void refusesATokenWithoutASignature() {
        assertThatThrownBy(() -> verify(new PlainJWT(claims().build()).serialize()))
                .isInstanceOf(SignInException.class);
    }

    /** RS256 to HS256: the public key, which everybody has, taken for a shared secret. */
    @Test
    void refusesATokenSignedByThePublicKey() throws Exception {
        byte[] secret = key.toRSAPublicKey().getEncoded();
        refuses(serialize(JWSAlgorithm.HS256, "current", new MACSigner(secret), claims().build()), "");
    }

    @Test
    void takesNoKeyThatTheTokenBringsOrNames() throws Exception {
        RSAKey own = new RSAKeyGenerator(2048).keyID("own").generate();
        JWSHeader brought = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .jwk(own.toPublicJWK())
                .jwkURL(URI.create("https://evil.example/keys"))
                .keyID("current")
                .build();
        SignedJWT token = new SignedJWT(brought, claims().build());
        token.sign(new RSASSASigner(own));
        refuses(token.serialize(), "");
        refuses(serialize(JWSAlgorithm.RS256, "../../etc/passwd", new RSASSASigner(own), claims().build()), "");
    }

    @Test
    void asksForKeysOnceHoweverManyTokensNameOthers() throws Exception {
        verify(signed(claims().build()));
        RSAKey own = new RSAKeyGenerator(2048).generate();
        for (int number = 0; number < 5; number++) {
            refuses(serialize(JWSAlgorithm.RS256, "unknown-" + number, new RSASSASigner(own), claims().build()), "");
        }
        assertThat(keySetsServed).hasValue(1);
    }

    private void refuses(String token, String why) {
        assertThatThrownBy(() -> verify(token))
                .isInstanceOf(SignInException.class)
                .hasMessageContaining(why);
    }

    private JWTClaimsSet verify(String token) throws Exception {
        URI keys = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
        return tokens.verify(provider(), keys, token, "nonce-1");
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://login.example.com")
                .subject("subject-1")
                .audience("roadstead")
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plusSeconds(60)))
                .claim("nonce", "nonce-1");
    }

    private String signed(JWTClaimsSet claims) throws JOSEException {
        return serialize(JWSAlgorithm.RS256, "current", new RSASSASigner(key), claims);
    }

    private static String serialize(JWSAlgorithm algorithm, String id, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(id).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static Provider provider() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.putObject("metadata").put("name", "corp");
        ObjectNode spec = object.putObject("spec").put("type", "OIDC");
        spec.put("issuer", "https://login.example.com").put("clientId", "roadstead");
        return Provider.of(object);
    }
}
