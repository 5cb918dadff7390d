package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The requests that a browser sends, with what it keeps of one site. */
final class TestBrowser {
    private final TestApi api;
    private final URI site;
    private final Map<String, String> cookies = new LinkedHashMap<>();

    TestBrowser(TestApi api) {
        this(api, api.url().getHost());
    }

    /** At one of the server's names. */
    TestBrowser(TestApi api, String host) {
        this.api = api;
        this.site = URI.create("https://" + host + ":" + api.url().getPort());
    }

    String origin() {
        return site.toString();
    }

    Map<String, String> cookies() {
        return cookies;
    }

    TestApi.Answer get(String path) {
        return kept(api.send(request(path).GET()));
    }

    TestApi.Answer post(String path, String body) {
        return kept(api.send(request(path)
                .header("Content-Type", "application/json")
                .header("X-CSRF-Token", cookies.getOrDefault("__Host-roadstead-csrf", ""))
                .POST(HttpRequest.BodyPublishers.ofString(body))));
    }

    /** Signed in by password. */
    TestBrowser signedIn(String user) {
        post("/auth/login", """
                {"user": "%s", "password": "%s", "cookies": true}""".formatted(user, TestPeople.PASSWORD)).expect(200);
        return this;
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = api.anonymous(site.resolve(path).toString());
        String all = cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
        return all.isEmpty() ? request : request.header("Cookie", all);
    }

    private TestApi.Answer kept(TestApi.Answer answer) {
        for (String set : answer.response().headers().allValues("Set-Cookie")) {
            String[] pair = set.split(";", 2)[0].split("=", 2);
            assertThat(set).contains("Secure", "Path=/");
            cookies.put(pair[0], pair[1]);
        }
        return answer;
    }
}
