package dev.roadstead.apiserver.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.apiserver.people.Accounts;
import dev.roadstead.apiserver.people.OwnFactors;
import dev.roadstead.apiserver.people.PasskeyChallenges;
import dev.roadstead.apiserver.people.PasskeyProof;
import dev.roadstead.apiserver.people.ProviderLinks;
import dev.roadstead.apiserver.people.SecondFactor;
import dev.roadstead.apiserver.people.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Second factors: what people have, set up and remove, and the sign-in by passkey alone. */
final class FactorRoutes {
    private final Accounts accounts;
    private final OwnFactors factors;
    private final ProviderLinks links;
    private final TokenAnswers answers;

    FactorRoutes(Accounts accounts, OwnFactors factors, ProviderLinks links, AuthCookies cookies) {
        this.accounts = accounts;
        this.factors = factors;
        this.links = links;
        this.answers = new TokenAnswers(cookies);
    }

    Map<String, AuthHandler> handlers() {
        return Map.of(
                "factors", this::list,
                "beginTotp", this::beginTotp,
                "confirmTotp", this::confirmTotp,
                "removeTotp", this::removeTotp,
                "renewRecovery", this::renewRecovery,
                "beginPasskey", this::beginPasskey,
                "addPasskey", this::addPasskey,
                "removePasskey", this::removePasskey,
                "passkeyChallenge", this::challenge,
                "passkeyLogin", this::login);
    }

    private void list(AuthRequest request) throws InterruptedException {
        SignedIn signedIn = request.signedIn();
        OwnFactors.Present present = factors.present(signedIn);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("user", signedIn.user()).put("email", present.email());
        answer.put("password", present.password()).put("required", present.required());
        answer.put("totp", present.totp()).put("recoveryCodes", present.recoveryCodes());
        ArrayNode passkeys = answer.putArray("passkeys");
        present.passkeys().forEach(passkey -> {
            ObjectNode shown = passkeys.addObject();
            shown.put("id", passkey.id()).put("name", passkey.name()).put("origin", passkey.origin());
            shown.put("createdAt", passkey.createdAt().toString());
            Instant used = passkey.lastUsedAt();
            if (used != null) {
                shown.put("lastUsedAt", used.toString());
            }
        });
        ArrayNode providers = answer.putArray("providers");
        links.of(signedIn)
                .forEach(link -> providers
                        .addObject()
                        .put("name", link.provider().name())
                        .put("displayName", link.provider().displayName())
                        .put("linked", link.linked()));
        Answers.sendJson(request.exchange(), 200, answer);
    }

    private void beginTotp(AuthRequest request) throws InterruptedException {
        request.body();
        SecondFactor.Enrollment enrollment = factors.enroll(request.caller(), request.origin());
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("secret", enrollment.secret()).put("uri", enrollment.uri());
        answer.put("qr", QrCodes.svg(enrollment.uri()));
        Answers.sendJson(request.exchange(), 200, answer);
    }

    private void confirmTotp(AuthRequest request) throws InterruptedException {
        String code = request.body().text("code");
        TokenAnswers.sendCodes(request.exchange(), factors.confirm(request.caller(), code, request.origin()));
    }

    private void removeTotp(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        factors.removeTotp(request.caller(), body.text("password"), request.second(body), request.origin());
        request.done();
    }

    private void renewRecovery(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        TokenAnswers.sendCodes(
                request.exchange(), factors.renewRecovery(request.caller(), request.second(body), request.origin()));
    }

    private void beginPasskey(AuthRequest request) throws InterruptedException {
        request.body();
        send(request, factors.beginPasskey(request.caller(), request.site(), request.origin()));
    }

    private void addPasskey(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        PasskeyProof made = new PasskeyProof(request.site(), request.challenge(), body.object("passkey"));
        List<String> codes = factors.addPasskey(request.caller(), body.text("name"), made, request.origin());
        TokenAnswers.sendCodes(request.exchange(), codes);
    }

    private void removePasskey(AuthRequest request) throws InterruptedException {
        factors.removePasskey(request.caller(), request.body().text("id"), request.origin());
        request.done();
    }

    private void challenge(AuthRequest request) throws InterruptedException {
        boolean secondFactor = request.body().flag("secondFactor");
        send(request, accounts.passkeyChallenge(request.site(), secondFactor, request.origin()));
    }

    private void login(AuthRequest request) throws InterruptedException {
        AuthBody body = request.body();
        PasskeyProof proof = new PasskeyProof(request.site(), request.challenge(), body.object("passkey"));
        answers.give(request.exchange(), 200, accounts.login(proof, request.origin()), body.flag("cookies"));
    }

    private static void send(AuthRequest request, PasskeyChallenges.Begun begun) throws InterruptedException {
        request.exchange()
                .setHeader("Set-Cookie", List.of(AuthCookies.challenge(begun.cookie(), PasskeyChallenges.LIFE)));
        Answers.sendJson(request.exchange(), 200, begun.options());
    }
}
