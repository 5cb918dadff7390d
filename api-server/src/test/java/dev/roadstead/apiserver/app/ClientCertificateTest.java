package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Index.atIndex;

import dev.roadstead.apiserver.app.TestCertificates.Issued;
import dev.roadstead.testkit.ClientTls;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(RunningServer.class)
class ClientCertificateTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    private Path home;

    private TestCertificates authority;
    private Path admin;
    private String namespace;

    @BeforeEach
    void begin(TestApi api) throws Exception {
        admin = api.kubeconfig();
        namespace = api.namespace();
        authority = TestCertificates.of(admin.resolveSibling("pki"));
    }

    @Test
    void commonNameIsTheUserAndOrganizationsAreTheGroups() throws Exception {
        Kubectl carol = kubectl(authority.client("CN=carol,O=devs,O=ops", DAY));

        assertThat(carol.ok("auth", "whoami"))
                .containsPattern("Username +carol")
                .containsPattern("Groups +\\[devs ops system:authenticated\\]");
        assertThat(carol.fails("get", "secrets")).contains("namespaces \"" + namespace + "\" not found");
        kubectl(authority.client("CN=root,O=system:masters", DAY)).ok("get", "secrets");
    }

    @Test
    void certificateThatIsOverOrNamesNobodyIsUnauthorized() throws Exception {
        assertThat(kubectl(authority.client("CN=carol", Duration.ofSeconds(-1))).fails("auth", "whoami"))
                .contains("Unauthorized");
        assertThat(kubectl(authority.client("O=system:masters", DAY)).fails("auth", "whoami"))
                .contains("Unauthorized");
    }

    /** It bears the name of the real authority, so that the client sends it at all. */
    @Test
    void certificateOfAnotherAuthorityIsUnauthorized() throws Exception {
        assertThat(kubectl(authority.impostor().client("CN=root,O=system:masters", DAY))
                        .fails("auth", "whoami"))
                .contains("Unauthorized");
    }

    @Test
    void certificateOfTheServerIsNoneOfAClient() throws Exception {
        Path pki = admin.resolveSibling("pki");
        Issued server =
                new Issued(Files.readString(pki.resolve("server.crt")), Files.readString(pki.resolve("server.key")));

        assertThat(kubectl(server).fails("auth", "whoami")).contains("Unauthorized");
    }

    /** A client that resumes a TLS session sends no certificate: the server has to remember whose the session is. */
    @Test
    void resumedSessionsAreOfWhomTheyWere(TestApi api) throws Exception {
        byte[] trusted = Files.readAllBytes(admin.resolveSibling("pki").resolve("ca.crt"));
        SSLContext carol =
                ClientTls.trusting(trusted, authority.client("CN=carol", DAY).store());
        SSLContext nobody = ClientTls.trusting(trusted);
        List<Instant> begun = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThat(whoAmI(carol, api.url(), begun)).contains("\"username\":\"carol\"");
            assertThat(whoAmI(nobody, api.url(), new ArrayList<>())).contains("system:anonymous");
        }
        assertThat(begun).as("when each session began").hasSize(3).contains(begun.getFirst(), atIndex(2));
    }

    private static String whoAmI(SSLContext tls, URI url, List<Instant> begun) throws Exception {
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(url.getHost(), url.getPort())) {
            String body = "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"SelfSubjectReview\"}";
            socket.getOutputStream()
                    .write(("POST /apis/authentication.k8s.io/v1/selfsubjectreviews HTTP/1.1\r\nHost: x\r\n"
                                    + "Connection: close\r\nContent-Type: application/json\r\nContent-Length: "
                                    + body.length() + "\r\n\r\n" + body)
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            begun.add(Instant.ofEpochMilli(socket.getSession().getCreationTime()));
            return answer;
        }
    }

    private Kubectl kubectl(Issued issued) throws Exception {
        String user = "client-certificate-data: " + base64(issued.certificate()) + "\n    client-key-data: "
                + base64(issued.key());
        Path kubeconfig = home.resolve("client.kubeconfig");
        Files.writeString(kubeconfig, Files.readString(admin).replaceAll("token: .*", user));
        return new Kubectl(kubeconfig, namespace, home);
    }

    private static String base64(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
