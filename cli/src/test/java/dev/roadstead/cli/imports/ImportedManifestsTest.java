package dev.roadstead.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ImportedManifestsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As an engine describes it; {@code more} is merged into it. */
    private static JsonNode container(String name, String more) throws Exception {
        String plain = """
                {"Name": "/%s",
                 "Config": {"Image": "shop:1.4", "Cmd": ["serve"], "Entrypoint": ["/shop"], "Env": ["PATH=/bin"],
                            "Labels": {}, "WorkingDir": "/srv", "User": ""},
                 "HostConfig": {"NetworkMode": "bridge", "PortBindings": {}, "RestartPolicy": {"Name": "always"},
                                "Memory": 67108864, "PidsLimit": 100, "LogConfig": {"Type": "json-file"}},
                 "Mounts": [],
                 "ImageInspect": {"Config": {"Cmd": ["serve"], "Entrypoint": ["/shop"], "Env": ["PATH=/bin"],
                                             "WorkingDir": "/srv"}}}""".formatted(name);
        return JSON.readerForUpdating(JSON.readTree(plain)).readTree(more);
    }

    private static String imported(JsonNode... containers) {
        return ImportedManifests.of(List.of(containers), "", "default", Mode.ANEW);
    }

    @Test
    void whatTheImageSaysByItselfIsLeftOut() throws Exception {
        assertThat(imported(container("shop", "{}"))).isEqualTo("""
                        ---
                        # From Docker container shop, which goes on running: stop it before you apply this.
                        apiVersion: roadstead.dev/v1
                        kind: Application
                        metadata:
                          name: shop
                          namespace: default
                        spec:
                          template:
                            image: shop:1.4
                            resources:
                              limits:
                                memory: "67108864"
                                pids: 100
                        """);
    }

    @Test
    void theContainersOfAComposeServiceAreOneApplicationInANamespaceOfTheirProject() throws Exception {
        String labels = "{\"Config\": {\"Labels\": {\"com.docker.compose.project\": \"My_Shop\","
                + " \"com.docker.compose.service\": \"web\"}}}";
        assertThat(imported(container("my_shop_web_1", labels), container("my_shop_web_2", labels)))
                .contains("kind: Namespace\nmetadata:\n  name: my-shop\n")
                .containsOnlyOnce("kind: Application")
                .contains("  name: web\n  namespace: my-shop\n", "  replicas: 2\n")
                .doesNotContain("com.docker", "differ");
    }

    @Test
    void portsThatWereOpenToAllSaySo() throws Exception {
        assertThat(imported(container("shop", """
                        {"HostConfig": {"PortBindings": {
                           "80/tcp": [{"HostIp": "", "HostPort": "8080"}],
                           "53/udp": [{"HostIp": "127.0.0.1", "HostPort": "5353"}],
                           "81/tcp": [{"HostIp": "127.0.0.1", "HostPort": "0"}]}}}""")))
                .contains("""
                            ports:
                            - containerPort: 80
                              hostPort: 8080
                              public: true
                            - containerPort: 53
                              protocol: UDP
                              hostPort: 5353
                            - containerPort: 81
                        """)
                .contains("# - port 81 was published on a port of Docker's choice; choose one\n");
    }

    @Test
    void whatCannotBeSaidIsToldInComments() throws Exception {
        assertThat(imported(container("shop", """
                        {"Config": {"Env": ["PATH=/bin", "PASSWORD=yes"], "Labels": {"traefik.enable": "true"},
                                    "Healthcheck": {"Test": ["CMD-SHELL", "curl -f localhost"], "Interval": 5000000000}},
                         "HostConfig": {"Memory": 0, "PidMode": "host", "CapAdd": ["CAP_SYS_TIME"], "Privileged": false,
                                        "RestartPolicy": {"Name": "no"}, "ExtraHosts": ["a:10.0.0.1"]},
                         "Mounts": [{"Type": "volume", "Name": "data", "Destination": "/data"},
                                    {"Type": "bind", "Source": "/etc/shop", "Destination": "/etc/shop", "RW": false}]}""")))
                .contains(
                        "volume at /data uses Docker volume data as it is",
                        "cannot be expressed: PidMode \"host\"",
                        "cannot be expressed: ExtraHosts [\"a:10.0.0.1\"]",
                        "cannot be expressed: label traefik.enable=true",
                        "roadstead.dev/policy=privileged",
                        "had no memory limit",
                        "Roadstead starts it again whenever it ends",
                        "put passwords into a Secret")
                .contains("    - name: PASSWORD\n      value: \"yes\"\n")
                .contains("command: [/bin/sh, \"-c\", \"curl -f localhost\"]", "interval: \"5s\"")
                .contains("add: [SYS_TIME]")
                .contains(
                        "    - mountPath: /etc/shop\n      readOnly: true\n      hostPath:\n        path: /etc/shop\n");
    }

    @Test
    void namesChooseContainersAndProjects() throws Exception {
        JsonNode one = container("one", "{}");
        JsonNode two = container("two", "{\"Config\": {\"Labels\": {\"com.docker.compose.project\": \"p\"}}}");

        assertThat(ImportedManifests.named(List.of(one, two), List.of())).containsExactly(one, two);
        assertThat(ImportedManifests.named(List.of(one, two), List.of("one"))).containsExactly(one);
        assertThat(ImportedManifests.named(List.of(one, two), List.of("p"))).containsExactly(two);
    }

    @Test
    void namedVolumesAreUsedAsTheyAre() throws Exception {
        String mounts = """
                {"Mounts": [{"Type": "volume", "Name": "pg_data", "Destination": "/var/lib/pg", "RW": true},
                            {"Type": "volume", "Name": "%s", "Destination": "/tmp/x", "RW": true}]}""".formatted("0123456789abcdef".repeat(4));
        assertThat(ImportedManifests.of(List.of(container("db", mounts)), "db-1", "shop", Mode.ANEW))
                .contains("""
                        kind: Volume
                        metadata:
                          name: pg-data
                          namespace: shop
                        spec:
                          nodeName: db-1
                          source:
                            dockerVolume: pg_data
                        """)
                .contains("""
                            volumes:
                            - mountPath: /var/lib/pg
                              volume: pg-data
                        """)
                .contains("# - cannot be expressed: anonymous volume 0123", "roadstead.dev/policy=privileged");
    }

    @Test
    void aVolumeThatContainersShareIsReadWriteMany() throws Exception {
        String mounts =
                "{\"Mounts\": [{\"Type\": \"volume\", \"Name\": \"uploads\", \"Destination\": \"/u\", \"RW\": false}]}";
        assertThat(imported(container("web", mounts), container("worker", mounts)))
                .containsOnlyOnce("kind: Volume")
                .contains("  accessMode: ReadWriteMany\n", "readOnly: true");
    }

    @Test
    void whatIsToBeAdoptedIsSaidAsItIs() throws Exception {
        String id = "0123456789abcdef".repeat(4);
        JsonNode one = container("one", """
                {"Id": "%s",
                 "HostConfig": {"Memory": 0, "PidsLimit": null},
                 "NetworkSettings": {"Networks": {"bridge": {}}},
                 "Mounts": [{"Type": "volume", "Name": "%s", "Destination": "/data", "RW": true}]}""".formatted(id, id));
        assertThat(ImportedManifests.of(List.of(one), "local", "shop", new Mode(true, 1L << 30)))
                .contains("    roadstead.dev/policy: privileged\n")
                .contains("which is taken over as it is", "no longer in bridge")
                .contains("""
                          adopt: ["%s"]
                        """.formatted(id))
                .contains("""
                          placement:
                            nodeName: local
                        """)
                .contains(
                        "      requests:\n        memory: \"0\"\n      limits:\n        memory: \"1073741824\"\n        pids: 1000000\n")
                .contains("dockerVolume: \"%s\"".formatted(id))
                .doesNotContain("cannot be expressed: anonymous", "stop it before");
    }

    @Test
    void whatNoNetworkCanBeAddedToIsSaidNotToBeTakenOver() throws Exception {
        JsonNode alone = container("one", """
                {"HostConfig": {"NetworkMode": "none"}, "NetworkSettings": {"Networks": {"none": {}}}}""");
        assertThat(ImportedManifests.of(List.of(alone), "local", "shop", new Mode(true, 1)))
                .contains("it has no network and no other can be added, so it is not taken over")
                .doesNotContain("no longer in none", "published ports");
        assertThat(imported(alone)).contains("had no network; it gets that of its namespace");
        JsonNode host = container("one", """
                {"HostConfig": {"NetworkMode": "host"}, "NetworkSettings": {"Networks": {"host": {}}}}""");
        assertThat(ImportedManifests.of(List.of(host), "local", "shop", new Mode(true, 1)))
                .contains("hostNetwork: true")
                .doesNotContain("no longer in host", "published ports");
    }

    @Test
    void anImageWhoseNameStandsForAnotherOneByNowIsNamedByItsDigest() throws Exception {
        String moved = "{\"ImageInspect\": {\"RepoTags\": [], \"RepoDigests\": [\"shop@sha256:%s\"]}}"
                .formatted("ab".repeat(32));
        assertThat(ImportedManifests.of(List.of(container("one", moved)), "local", "shop", new Mode(true, 1)))
                .contains("image: shop@sha256:abab");
    }
}
