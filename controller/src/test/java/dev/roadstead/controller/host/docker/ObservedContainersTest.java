package dev.roadstead.controller.host.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import dev.roadstead.controller.plan.ObservedContainer.EngineHealth;
import dev.roadstead.controller.plan.ObservedContainer.State;
import dev.roadstead.controller.plan.OwnedContainer;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObservedContainersTest {
    @Test
    void aListTellsTheHealthInItsWords() throws JsonProcessingException {
        assertThat(listed("Up 2 hours (healthy)")).isEqualTo(running(EngineHealth.HEALTHY));
        assertThat(listed("Up 2 hours (unhealthy)")).isEqualTo(running(EngineHealth.UNHEALTHY));
        assertThat(listed("Up 1 second (health: starting)")).isEqualTo(running(EngineHealth.STARTING));
        assertThat(listed("Up 2 hours")).isEqualTo(running(null));
    }

    @Test
    void aListTellsTheState() throws JsonProcessingException {
        assertThat(listed("exited", "Exited (137) 2 seconds ago").state()).isEqualTo(State.EXITED);
    }

    private static OwnedContainer running(@Nullable EngineHealth health) {
        return new OwnedContainer("id", "shop.web.1.0", Map.of("a", "b"), State.RUNNING, health);
    }

    private static OwnedContainer listed(String words) throws JsonProcessingException {
        return listed("running", words);
    }

    private static OwnedContainer listed(String state, String words) throws JsonProcessingException {
        String entry = """
                {"Id":"id","Names":["/shop.web.1.0"],"Labels":{"a":"b"},"State":"%s","Status":"%s"}""".formatted(state, words);
        return ObservedContainers.listed(new ObjectMapper().readValue(entry, Container.class), "/shop.web.1.0");
    }
}
