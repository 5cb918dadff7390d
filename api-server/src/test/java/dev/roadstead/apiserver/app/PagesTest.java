package dev.roadstead.apiserver.app;

import static dev.roadstead.apiserver.app.TestPeople.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.WebDriverWait;
import org.openqa.selenium.virtualauthenticator.VirtualAuthenticatorOptions;

/**
 * A person, in a real browser, from the first start on. With -Dscreenshots=DIRECTORY what it looked like is kept.
 *
 * <p>Among the long ones: Chromium breaks off its requests when the machine's networks change, as they do all the time while
 * tests beside it have engines make containers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class PagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final TestProvider provider = new TestProvider();
    private ApiServer server;
    private ChromeDriver browser;
    private WebDriverWait wait;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        server = ApiServer.start(RunningServer.config(directory.resolve("data")));
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setAcceptInsecureCerts(true); // of the server's own authority
        options.addArguments("--headless=new", "--disable-dev-shm-usage", "--lang=en");
        if ("root".equals(System.getProperty("user.name"))) {
            options.addArguments("--no-sandbox");
        }
        ChromeDriverService driver = new ChromeDriverService.Builder()
                .usingDriverExecutable(Path.of("/usr/bin/chromedriver").toFile())
                .build();
        browser = new ChromeDriver(driver, options);
        browser.manage().window().setSize(new Dimension(900, 1000));
        wait = new WebDriverWait(browser, PATIENCE, Duration.ofMillis(50));
        wait.ignoring(StaleElementReferenceException.class);
    }

    @AfterAll
    void stop() {
        browser.quit();
        server.close();
        provider.close();
    }

    @Test
    void aPersonUsesThePages() throws Exception {
        registerAsTheFirst();
        signOut();
        String secret = setUpPasskeyAndProgram();
        signOut();
        signInByPasskeyAlone();
        signOut();
        signInByPasswordAndPasskey();
        signOut();
        signInByPasswordAndCode(secret);
        signATerminalIn();
        linkAnAccountAndSignInByIt();
        assertThat(browser.manage().logs().get(LogType.BROWSER).getAll().stream()
                        .map(entry -> entry.getMessage())
                        .filter(message -> !message.contains("the server responded with a status of")))
                .as("what the browser complained about, such as the policy of the pages")
                .isEmpty();
    }

    private void registerAsTheFirst() {
        open("/auth/device");
        arriveAt("/auth/sign-in");
        open("/");
        arriveAt("/auth/sign-in");
        click("Register");
        arriveAt("/auth/register");
        // With the page open the browser loads nothing again.
        browser.get(
                browser.getCurrentUrl() + "#token=" + server.bootstrapToken().orElseThrow());
        type("name", "ada");
        type("email", "ada@example.com");
        type("display-name", "Ada");
        type("password", "password1234");
        press("Register");
        says("problem", "take four or more words");
        shot("register");
        type("password", PASSWORD);
        press("Register");
        arriveAt("/auth/signed-in");
        shot("signed-in");
        click("your sign-in");
        arriveAt("/auth/account");
        says("who", "ada, ada@example.com");
    }

    private void signOut() {
        open("/");
        says("who", "ada");
        press("Sign out");
        arriveAt("/auth/sign-in");
    }

    private String setUpPasskeyAndProgram() {
        open("/auth/sign-in?return=/auth/account");
        type("user", "ada");
        type("password", "not the right password");
        press("Sign in");
        says("problem", "The name or the password is wrong");
        shot("sign-in");
        type("password", PASSWORD);
        press("Sign in");
        arriveAt("/auth/account");
        browser.addVirtualAuthenticator(new VirtualAuthenticatorOptions()
                .setProtocol(VirtualAuthenticatorOptions.Protocol.CTAP2)
                .setTransport(VirtualAuthenticatorOptions.Transport.INTERNAL)
                .setHasResidentKey(true)
                .setHasUserVerification(true)
                .setIsUserVerified(true));
        type("passkey-name", "Laptop");
        press("Make a passkey");
        says("passkeys", "Laptop");
        says("code-list", "-");
        shot("recovery-codes");
        press("I have kept them");

        press("Set it up");
        says("totp-secret", " ");
        String secret = browser.findElement(By.id("totp-secret")).getText().replace(" ", "");
        assertThat(browser.findElement(By.cssSelector("#totp-qr svg")).getSize().getWidth())
                .isGreaterThan(100);
        shot("totp");
        type("totp-code", TestPeople.totp(secret, Instant.now().minusSeconds(30)));
        press("Confirm");
        says("totp-state", "are asked for");
        press("I have kept them");
        shot("account");
        return secret;
    }

    private void signInByPasskeyAlone() {
        open("/auth/sign-in?return=/auth/account");
        press("Sign in with a passkey");
        arriveAt("/auth/account");
        says("passkeys", "last used");
    }

    private void signInByPasswordAndPasskey() {
        open("/auth/sign-in?return=/auth/account");
        type("user", "ada@example.com");
        type("password", PASSWORD);
        press("Sign in");
        wait.until(it -> browser.findElement(By.id("code")).isDisplayed());
        shot("second-factor");
        press("Use a passkey instead of a code");
        arriveAt("/auth/account");
    }

    private void signInByPasswordAndCode(String secret) {
        open("/auth/sign-in");
        type("user", "ada");
        type("password", PASSWORD);
        press("Sign in");
        type("code", TestPeople.totp(secret, Instant.now()));
        press("Sign in");
        arriveAt("/auth/signed-in");
    }

    private void signATerminalIn() {
        TestApi api = new TestApi(server, "default", HttpClient.Version.HTTP_2);
        JsonNode device =
                new TestPeople(api).post(null, "/auth/device", "").expect(200).json();
        open("/auth/device");
        says("who", "You are ada, ada@example.com.");
        type("code", device.path("user_code").asText());
        shot("device");
        press("Sign it in as me");
        says("done", "Done.");
    }

    private void linkAnAccountAndSignInByIt() {
        TestApi api = new TestApi(server, "default", HttpClient.Version.HTTP_2);
        String idp = provider.configure(api, "\"displayName\": \"Example Corp\", \"registers\": false");
        open("/auth/account");
        says("providers", "Example Corp");
        provider.vouch("ada-at-work", "ada@work.example", List.of());
        press("Link");
        says("providers", "You sign in by your account there.");
        shot("linked");
        signOut();
        provider.vouch("ada-at-work", "ada@work.example", List.of());
        click("Sign in with Example Corp");
        arriveAt("/auth/second-factor");
        shot("after-the-provider");
        type("code", "000000");
        press("Sign in");
        says("problem", "a code or passkey does not fit");
        press("Use a passkey");
        arriveAt("/auth/signed-in");

        // That was a while ago, so more is asked for before a factor is touched.
        String sessions = "/apis/roadstead.dev/v1/namespaces/user-ada/sessions";
        api.get(sessions)
                .at("/items")
                .forEach(session -> api.mergePatch(
                                sessions + "/" + session.at("/metadata/name").asText(),
                                "{\"spec\": {\"authenticatedAt\": \"2026-01-01T00:00:00Z\"}}")
                        .expect(200));
        open("/auth/account");
        says("passkeys", "Laptop");
        press("Remove");
        wait.until(it -> browser.findElement(By.tagName("dialog")).isDisplayed());
        shot("proof");
        press("Use a passkey instead");
        wait.until(it -> browser.findElement(By.id("passkeys")).getText().isEmpty());
        assertThat(idp).isNotEmpty();
    }

    private void open(String path) {
        browser.get("about:blank");
        browser.get("https://localhost:" + server.url().getPort() + path);
    }

    private void type(String id, String text) {
        WebElement field = wait.until(it -> shown(By.id(id)));
        field.clear();
        field.sendKeys(text);
    }

    private void press(String text) {
        wait.until(it -> shown(By.xpath("//button[normalize-space()='" + text + "']")))
                .click();
    }

    private void click(String text) {
        wait.until(it -> shown(By.linkText(text))).click();
    }

    private @Nullable WebElement shown(By by) {
        return browser.findElements(by).stream()
                .filter(element -> element.isDisplayed() && element.isEnabled())
                .findFirst()
                .orElse(null);
    }

    private void says(String id, String text) {
        wait.withMessage(() -> id + " says \"" + text + "\"; the page: "
                        + browser.findElement(By.tagName("body")).getText())
                .until(it -> browser.findElement(By.id(id)).getText().contains(text));
    }

    private void arriveAt(String path) {
        wait.withMessage(() -> path + "; the page: "
                        + browser.findElement(By.tagName("body")).getText())
                .until(it -> path.equals(
                        URI.create(String.valueOf(browser.getCurrentUrl())).getPath()));
    }

    private void shot(String name) {
        String directory = System.getProperty("screenshots");
        if (directory == null) {
            return;
        }
        try {
            Files.createDirectories(Path.of(directory));
            Files.write(Path.of(directory, name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
