package dev.roadstead.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.Container;
import dev.roadstead.model.ContainerTemplate.Protocol;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidateTest {
    private static final Hosts NODE = Hosts.named("a").room("16", "64Gi");
    private static final HostPort PORT = new HostPort("127.0.0.1", 8080, Protocol.TCP);

    private final List<Container> containers = List.of(
            Hosts.container("web", 1, 0, "a", Hosts.asking("500m", "1Gi")),
            Hosts.container("web", 1, 1, "a", Hosts.asking("500m", "1Gi")),
            Hosts.container("web", 2, 0, "a", Hosts.asking("250m", "3Gi")),
            Hosts.container("api", 1, 0, "a", Templates.withHostPort("app:1", 8080)));

    @Test
    void sumsThatAreCarriedOnAreThoseOfAllThatIsThere() {
        Candidate node = NODE.with();
        for (Container container : containers) {
            node = node.with(container);
        }
        assertSame(node, containers);
        List<Container> rest = new ArrayList<>(containers);
        for (Container gone : containers) {
            node = node.without(gone);
            rest.remove(gone);
            assertSame(node, rest);
            assertThat(node.without(gone)).as("it is gone already").isSameAs(node);
        }
    }

    private static void assertSame(Candidate carriedOn, List<Container> there) {
        Candidate made = NODE.with(there.toArray(Container[]::new));
        assertThat(carriedOn.containers()).isEqualTo(there);
        assertThat(carriedOn.free()).isEqualTo(made.free());
        assertThat(carriedOn.load()).isEqualTo(made.load());
        assertThat(carriedOn.isTaken(PORT)).isEqualTo(made.isTaken(PORT));
        for (String application : List.of("web", "api")) {
            String family = Siblings.family("shop", application);
            assertThat(carriedOn.siblings(family)).isEqualTo(made.siblings(family));
        }
    }
}
