package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.people.DeviceGrants;
import dev.roadstead.apiserver.people.IssuedTokens;
import dev.roadstead.apiserver.people.SignedIn;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** The device authorization grant (RFC 8628), and what a terminal asks for after it. */
final class DeviceRoutes {
    private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";
    private static final int INTERVAL_SECONDS = 2;
    private static final int MAX_FORM = 16 << 10;

    private final DeviceGrants grants;
    private final Authorizer authorizer;
    private final InstantSource clock;

    DeviceRoutes(DeviceGrants grants, Authorizer authorizer, InstantSource clock) {
        this.grants = grants;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    Map<String, AuthHandler> handlers() {
        return Map.of(
                "beginDevice", this::begin,
                "decideDevice", this::decide,
                "redeemDevice", this::redeem,
                "namespaces", this::namespaces);
    }

    private void begin(AuthRequest request) throws InterruptedException {
        Exchange exchange = request.exchange();
        DeviceGrants.Begun begun = grants.begin(request.origin());
        String page = "https://" + exchange.authority() + "/auth/device";
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("device_code", begun.deviceCode()).put("user_code", begun.userCode());
        answer.put("verification_uri", page);
        answer.put("expires_in", DeviceGrants.LIFE.toSeconds()).put("interval", INTERVAL_SECONDS);
        Answers.sendJson(exchange, 200, answer);
    }

    private void decide(AuthRequest request) throws InterruptedException {
        SignedIn signedIn = request.signedIn();
        AuthBody body = request.body();
        SignedIn.requireRecent(request.caller(), clock.instant());
        grants.decide(signedIn, body.text("userCode"), body.flag("allow"), request.origin());
        request.done();
    }

    private void redeem(AuthRequest request) throws InterruptedException {
        Exchange exchange = request.exchange();
        byte[] body = exchange.readBody(request.deadline());
        Map<String, String> form = body.length > MAX_FORM ? Map.of() : form(new String(body, StandardCharsets.UTF_8));
        if (!GRANT.equals(form.get("grant_type"))) {
            refuse(exchange, "unsupported_grant_type");
            return;
        }
        switch (grants.redeem(form.getOrDefault("device_code", ""), request.origin())) {
            case DeviceGrants.Answer.Pending _ -> refuse(exchange, "authorization_pending");
            case DeviceGrants.Answer.Denied _ -> refuse(exchange, "access_denied");
            case DeviceGrants.Answer.Expired _ -> refuse(exchange, "expired_token");
            case DeviceGrants.Answer.Granted(IssuedTokens tokens) -> give(exchange, tokens);
        }
    }

    private static void give(Exchange exchange, IssuedTokens tokens) throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("access_token", tokens.accessToken()).put("token_type", "Bearer");
        answer.put("expires_in", tokens.expiresIn().toSeconds()).put("refresh_token", tokens.refreshToken());
        Answers.sendJson(exchange, 200, answer.put("user", tokens.user()));
    }

    /** As OAuth has it (RFC 6749, 5.2): its clients know no Status. */
    private static void refuse(Exchange exchange, String error) throws InterruptedException {
        Answers.sendJson(exchange, 400, JsonNodeFactory.instance.objectNode().put("error", error));
    }

    /** Where roles of the caller's own are bound; who may do something everywhere has to list namespaces. */
    private void namespaces(AuthRequest request) throws InterruptedException {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        authorizer.namespaces(request.caller().principal()).forEach(answer.putArray("namespaces")::add);
        Answers.sendJson(request.exchange(), 200, answer);
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new HashMap<>();
        for (String field : body.split("&", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), decode(field.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
