package dev.roadstead.controller.plan;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.model.Application.BlueGreen.PromotionMode;
import dev.roadstead.model.Application.Canary.Step;
import dev.roadstead.model.DesiredState;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/** Specifications that follow each other as a person in a hurry would write them, sensible and not. */
final class RandomApps {
    private final Random random;
    private final boolean hostPort;
    private Apps spec;

    /** @param hostPort whether there is one replica with a host port, and strategies that can do without a second one */
    RandomApps(Random random, boolean hostPort) {
        this.random = random;
        this.hostPort = hostPort;
        this.spec = Apps.of(hostPort ? 1 : 3, "app:0");
    }

    Apps spec() {
        return spec;
    }

    void change() {
        int number = random.nextInt(4);
        switch (random.nextInt(12)) {
            case 0 -> spec = hostPort ? spec : spec.replicas(random.nextInt(6));
            case 1 -> spec = spec.limits(random.nextInt(3), random.nextInt(3));
            case 2 -> spec = random.nextInt(3) == 0 ? spec.recreate() : spec.rolling(1, 0);
            case 3 -> spec = spec.state(random.nextInt(3) == 0 ? DesiredState.Stopped : DesiredState.Running);
            case 4 -> spec = spec.minReady(Duration.ofSeconds(random.nextInt(20)));
            case 5 -> spec = spec.paused(random.nextInt(3) == 0);
            case 6 -> spec = spec.autoRollback(random.nextBoolean());
            case 7 -> spec = spec.rollback(random.nextInt(3) == 0 ? 1 + random.nextInt(9) : null);
            case 8 -> spec = spec.promote(1 + random.nextInt(9), random.nextBoolean() ? null : random.nextInt(3));
            case 9 -> spec = spec.restartedAt(Instant.EPOCH.plusSeconds(random.nextInt(3)));
            case 10 -> spec = blueGreen();
            default -> spec = canary();
        }
        spec = random.nextInt(3) == 0 ? image("app:" + number) : spec;
    }

    /** The last word: a template that was never tried, and nothing that holds it. */
    Apps settle() {
        spec = image("app:last").state(DesiredState.Running).paused(false).rollback(null);
        return spec;
    }

    private Apps image(String image) {
        return hostPort ? spec.template(Templates.withHostPort(image, 80)) : spec.image(image);
    }

    private Apps blueGreen() {
        PromotionMode mode = random.nextBoolean() ? PromotionMode.Automatic : PromotionMode.Manual;
        return spec.blueGreen(mode, Duration.ofSeconds(random.nextInt(10)));
    }

    private Apps canary() {
        Step[] steps = new Step[1 + random.nextInt(3)];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new Step(1 + random.nextInt(100), pause());
        }
        return spec.canary(steps);
    }

    private String pause() {
        return random.nextBoolean() ? "Manual" : random.nextInt(10) + "s";
    }
}
