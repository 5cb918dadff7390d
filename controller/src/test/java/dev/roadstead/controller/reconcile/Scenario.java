package dev.roadstead.controller.reconcile;

import dev.roadstead.controller.fixture.Apps;
import dev.roadstead.controller.fixture.Foreign;
import dev.roadstead.controller.fixture.Templates;
import dev.roadstead.controller.fixture.Volumes;
import dev.roadstead.controller.fixture.World;
import dev.roadstead.controller.plan.HostAction;
import dev.roadstead.controller.plan.Limits;
import dev.roadstead.controller.plan.ObservedContainer.Granted;
import dev.roadstead.model.Container.Quiesce;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.DesiredState;
import dev.roadstead.model.ObjectMeta;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.Strategy.BlueGreen.PromotionMode;
import dev.roadstead.model.Strategy.Canary.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A change of a settled world, which must end in the same way whatever happens meanwhile.
 *
 * @param nodes how many there are
 * @param promised how many containers take requests all the time, at least
 * @param before what has settled before
 * @param change during which things go wrong
 */
record Scenario(String name, int nodes, int promised, Consumer<World> before, Consumer<World> change) {
    private static final Apps FIRST = Apps.of(2, "app:1");
    private static final Apps WITH_VOLUME = FIRST.replicas(1).template(Volumes.mounting("app:1", "data"));

    private static final ContainerTemplate LISTENING = Templates.listening("app:1", "http", 8080);
    /** The ids that a world gives to the first containers of others. */
    private static final Apps ADOPTING = FIRST.adopting("a", "f0".repeat(31) + "00", "f0".repeat(31) + "01");

    static List<Scenario> all() {
        Apps withPort = FIRST.replicas(1).template(Templates.withHostPort("app:1", 8080));
        Apps blueGreen = FIRST.blueGreen(PromotionMode.Automatic, Duration.ofSeconds(9));
        Apps manual = FIRST.blueGreen(PromotionMode.Manual, Duration.ofSeconds(9));
        Apps kept = FIRST.blueGreen(PromotionMode.Automatic, Duration.ofHours(1));
        Apps canary = FIRST.canary(new Step(50, "5s"), new Step(100, "Manual"));
        Apps bad = canary.autoRollback(true).image("app:crash");
        return List.of(
                of("a new application", 0, world -> {}, submit(FIRST)),
                of("a rolling update", 2, settled(FIRST), submit(FIRST.image("app:2"))),
                of(
                        "a rolling update without surge",
                        1,
                        settled(FIRST),
                        submit(FIRST.rolling(0, 1).image("app:2"))),
                of("labels of a Domain", 2, settled(FIRST.template(LISTENING)), world -> world.label("a.example.com")),
                of(
                        "other labels of a Domain",
                        2,
                        world -> {
                            world.label("a.example.com");
                            settled(FIRST.template(LISTENING)).accept(world);
                        },
                        world -> world.label("b.example.com")),
                of("a restart", 2, settled(FIRST), submit(FIRST.restartedAt(Instant.EPOCH))),
                of(
                        "an update by recreation",
                        0,
                        settled(FIRST.recreate()),
                        submit(FIRST.recreate().image("app:2"))),
                of(
                        "an update that hands over a host port",
                        0,
                        settled(withPort),
                        submit(withPort.template(Templates.withHostPort("app:2", 8080)))),
                of("a blue-green update", 2, settled(blueGreen), submit(blueGreen.image("app:2"))),
                of(
                        "a promotion",
                        2,
                        settled(manual, manual.image("app:2")),
                        submit(manual.image("app:2").promote(2, null))),
                of(
                        "a switch back to what was kept",
                        2,
                        settled(kept, kept.image("app:2")),
                        submit(kept.image("app:2").rollback(1))),
                of("a canary up to its manual step", 2, settled(canary), submit(canary.image("app:2"))),
                of(
                        "the end of a canary",
                        2,
                        settled(canary, canary.image("app:2")),
                        submit(canary.image("app:2").promote(2, null))),
                of("a canary that crashes and is taken back", 2, settled(canary), world -> {
                    world.host().crashing("app:crash");
                    world.submit(bad);
                }),
                of(
                        "a rollback",
                        2,
                        settled(FIRST, FIRST.image("app:2"), FIRST.image("app:3")),
                        submit(FIRST.image("app:3").rollback(1))),
                of(
                        "a pause in the middle, and its end",
                        2,
                        settled(FIRST).andThen(world -> {
                            world.submit(FIRST.image("app:2"));
                            world.passes();
                            world.passes();
                            world.submit(FIRST.image("app:2").paused(true));
                            world.settle();
                        }),
                        submit(FIRST.image("app:2"))),
                of("scaling down", 1, settled(FIRST), submit(FIRST.replicas(1))),
                of("stopping", 0, settled(FIRST), submit(FIRST.state(DesiredState.Stopped))),
                new Scenario("a node that is drained", 2, 2, settled(FIRST), world -> world.drain("a", true)),
                of(
                        "a container that was removed by hand",
                        0,
                        settled(FIRST),
                        world -> world.host().vanish("shop.web.1.0")),
                of(
                        "a container that failed",
                        0,
                        settled(FIRST),
                        world -> world.host().exit("shop.web.1.0", 1)),
                of(
                        "a new application with files and hooks",
                        0,
                        Scenario::secret,
                        submit(FIRST.replicas(1).template(withFilesAndHooks()))),
                of("a container that was renamed and limited by hand", 0, settled(FIRST), world -> {
                    world.host().rename("shop.web.1.0", "mine");
                    world.host().limit("mine", new Granted(new Limits(1, 1, 1), 1, true, false));
                }),
                of("a new application with a volume", 0, volume("Retain"), submit(WITH_VOLUME)),
                of(
                        "an update of an application with a volume",
                        0,
                        volume("Retain").andThen(settled(WITH_VOLUME)),
                        submit(WITH_VOLUME.template(Volumes.mounting("app:2", "data")))),
                of(
                        "a container that is paused for a backup",
                        0,
                        volume("Retain").andThen(settled(WITH_VOLUME)),
                        world -> world.quiesce("web-1-0", new Quiesce("VolumeBackup/b", Quiesce.How.Pause))),
                of(
                        "a container that runs again after a restore",
                        0,
                        volume("Retain").andThen(settled(WITH_VOLUME)).andThen(world -> {
                            world.quiesce("web-1-0", new Quiesce("VolumeRestore/r", Quiesce.How.Stop));
                            world.settle();
                            world.host().run(new HostAction.CreateVolume(Volumes.docker("data", "shop.data.2")));
                            world.switchVolume("data", "a", "shop.data.2");
                        }),
                        world -> world.quiesce("web-1-0", null)),
                of(
                        "deletion of a volume that is retained",
                        0,
                        volume("Retain").andThen(settled(WITH_VOLUME)),
                        world -> {
                            world.delete();
                            world.deleteVolume("data");
                        }),
                of("deletion of a volume with its data", 0, volume("Delete").andThen(settled(WITH_VOLUME)), world -> {
                    world.delete();
                    world.deleteVolume("data");
                }),
                of(
                        "an adoption",
                        0,
                        world -> {
                            Foreign.permit(world);
                            Foreign.running(world, "one", "two");
                        },
                        submit(ADOPTING)),
                of("an update of what was adopted", 2, Scenario::adopted, submit(ADOPTING.image("app:2"))),
                of("deletion of what was adopted", 0, Scenario::adopted, World::delete),
                of("deletion", 0, settled(FIRST), World::delete));
    }

    /** The world right before the change. */
    World prepared() {
        World world = nodes == 1 ? new World() : new World("a", "b");
        before.accept(world);
        world.restart();
        return world;
    }

    /** What it comes to when nothing goes wrong. */
    World undisturbed() {
        World world = prepared();
        change.accept(world);
        world.settle();
        return world;
    }

    Map<String, String> end() {
        return undisturbed().summary();
    }

    @Override
    public String toString() {
        return name;
    }

    private static Scenario of(String name, int promised, Consumer<World> before, Consumer<World> change) {
        return new Scenario(name, 1, promised, before, change);
    }

    private static Consumer<World> submit(Apps spec) {
        return world -> world.submit(spec);
    }

    private static Consumer<World> settled(Apps... specs) {
        return world -> {
            for (Apps spec : specs) {
                world.submit(spec);
                world.settle();
            }
        };
    }

    private static void adopted(World world) {
        Foreign.permit(world);
        Foreign.running(world, "one", "two");
        world.submit(ADOPTING);
        world.settle();
    }

    private static Consumer<World> volume(String reclaimPolicy) {
        return world ->
                world.create(Volumes.changed(Volumes.named("data"), spec -> spec.put("reclaimPolicy", reclaimPolicy)));
    }

    private static void secret(World world) {
        ObjectMeta metadata = ObjectMeta.toCreate("shop", "tls", Map.of(), List.of(), List.of());
        world.api().create(ResourceType.SECRET, new Secret(metadata, Map.of("key", new byte[] {1})));
    }

    private static ContainerTemplate withFilesAndHooks() {
        return Templates.changed(Templates.image("app:1"), t -> {
            t.putArray("volumes")
                    .addObject()
                    .put("mountPath", "/tls")
                    .putObject("secret")
                    .put("name", "tls");
            t.putObject("hooks")
                    .putObject("postStart")
                    .putObject("exec")
                    .putArray("command")
                    .add("warm");
        });
    }
}
