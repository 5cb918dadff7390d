package dev.roadstead.apiserver.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.apiserver.app.TestCertificates.Issued;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
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
