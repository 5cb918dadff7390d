package dev.roadstead.controller.plan.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadstead.controller.fixture.Routes;
import dev.roadstead.testkit.edge.TraefikSchema;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The check that everything else is held against refuses what Traefik's reference refuses. */
class TraefikSchemaTest {
    private static final TraefikSchema SCHEMA = new TraefikSchema();
    private static final String GOOD = """
            {http: {
              routers: {r: {rule: 'Host(`a.example.com`)', service: s, entryPoints: [web], middlewares: [m], priority: 1,
                            tls: {options: o, certResolver: letsencrypt}}},
              services: {s: {weighted: {services: [{name: t, weight: 100}]}},
                         t: {loadBalancer: {servers: [{url: 'http://192.0.2.1:80'}], passHostHeader: true}}},
              middlewares: {m: {rateLimit: {average: 5, period: 1s}}}},
             tls: {options: {o: {minVersion: VersionTLS12}}}}
            """;

    @Test
    void whatTraefikTakesIsTaken() {
        assertThat(SCHEMA.faults(Routes.yaml(GOOD))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /http/routers/r/rule                              | 'Host(`a.example.com`'
            /http/routers/r/rule                              | 'Host(`a`b.example.com`)'
            /http/routers/r/rule                              | 'Hosts(`a.example.com`)'
            /http/routers/r/rule                              | ''
            /http/routers/r/service                           | none
            /http/routers/r/service                           | null
            /http/routers/r/middlewares                       | [none]
            /http/routers/r/middlewares                       | []
            /http/routers/r/priority                          | first
            /http/routers/r/entrypoints                       | [web]
            /http/routers/r/tls/options                       | none
            /http/routers/r/tls/resolver                      | letsencrypt
            /http/routers/r r                                 | {rule: 'Host(`b.example.com`)', service: s}
            /http/services/s/weighted/services/0/name         | none
            /http/services/s/weighted/services/0/weight       | -1
            /http/services/s/loadBalancer                     | {passHostHeader: true}
            /http/services/t/loadBalancer                     | {}
            /http/services/t/loadBalancer/servers             | []
            /http/services/t/loadBalancer/servers/0/url       | 192.0.2.1:80
            /http/services/t/loadBalancer/servers/0/url       | 'http://192.0.2.1:80/path'
            /http/services/t/loadBalancer/sticky              | {cookie: {name: 'a b'}}
            /http/middlewares/m/rateLimit/average             | 0
            /http/middlewares/m/rateLimit/period              | soon
            /http/middlewares/m/compress                      | {}
            /http/middlewares/m                               | {headers: {customRequestHeaders: {'X A': b}}}
            /http/middlewares/m                               | {headers: {customRequestHeaders: {X: \"a\\nb\"}}}
            /http/middlewares/m                               | {basicAuth: {users: [ann]}}
            /http/middlewares/m                               | {stripPrefix: {prefixes: ['']}}
            /http/middlewares/m                               | {addPrefixes: {prefix: /a}}
            /tls/options/o/minVersion                         | VersionTLS09
            /tls/certificates                                 | [{certFile: /etc/cert, keyFile: /etc/key}]
            /tcp                                              | {}
            """)
    void whatTraefikRefusesIsRefused(String at, String value) {
        ObjectNode tree = (ObjectNode) Routes.yaml(GOOD);
        int last = at.lastIndexOf('/');
        String name = at.substring(last + 1);
        var parent = tree.at(at.substring(0, last));
        if (parent instanceof ObjectNode object) {
            object.set(name, Routes.yaml(value));
        } else {
            throw new IllegalArgumentException(at);
        }
        assertThat(SCHEMA.faults(tree)).as("%s is %s", at, value).isNotEmpty();
    }

    @Test
    void whatIsNoJsonOrNamesAPartTwiceIsRefused() {
        for (String bad : new String[] {"", "{", "{\"http\": {}, \"http\": {}}"}) {
            assertThatThrownBy(() -> SCHEMA.read(bad.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
