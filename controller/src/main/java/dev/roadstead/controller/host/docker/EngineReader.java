package dev.roadstead.controller.host.docker;

import com.github.dockerjava.api.model.Info;
import dev.roadstead.controller.host.HostReader;
import dev.roadstead.controller.plan.Blueprint;
import dev.roadstead.controller.plan.ContainerUse;
import dev.roadstead.controller.plan.DiskUse;
import dev.roadstead.controller.plan.EngineImage;
import dev.roadstead.controller.plan.EngineInfo;
import dev.roadstead.controller.plan.ObservedContainer;
import dev.roadstead.controller.plan.OwnedContainer;
import dev.roadstead.controller.plan.RegistryAccess;
import dev.roadstead.model.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads an engine's state with typed commands. */
final class EngineReader implements HostReader {
    private static final int LOG_TAIL_BYTES = 4096;

    private final EngineHttp http;
    private final Commands commands;
    private final Images images;
    private final Registry registry;
    private final EngineDisk disk;
    private final Deadlines deadlines;

    EngineReader(
            EngineHttp http,
            Commands commands,
            Images images,
            Registry registry,
            EngineDisk disk,
            Deadlines deadlines) {
        this.http = http;
        this.commands = commands;
        this.images = images;
        this.registry = registry;
        this.disk = disk;
        this.deadlines = deadlines;
    }

    @Override
    public EngineInfo info() {
        try {
            Info info = commands.ordinary().infoCmd().exec();
            return new EngineInfo(
                    said(info.getId()),
                    said(info.getServerVersion()),
                    http.apiVersion(deadlines.call()).toString(),
                    said(info.getOsType()),
                    said(info.getArchitecture()),
                    said(info.getDriver()),
                    said(info.getCGroupVersion()),
                    Objects.requireNonNullElse(info.getNCPU(), 0),
                    Objects.requireNonNullElse(info.getMemTotal(), 0L));
        } catch (EngineException e) {
            throw DockerErrors.refused("describe itself", e);
        }
    }

    private static String said(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    @Override
    public DiskUse disk() {
        return disk.look();
    }

    @Override
    public List<OwnedContainer> containers(String installation) {
        try {
            return commands
                    .ordinary()
                    .listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(Labels.MANAGED_BY, installation))
                    .exec()
                    .stream()
                    .flatMap(container ->
                            Stream.of(container.getNames()).map(name -> ObservedContainers.listed(container, name)))
                    .toList();
        } catch (EngineException e) {
            throw DockerErrors.refused("list containers", e);
        }
    }

    @Override
    public Optional<ObservedContainer> container(String nameOrId) {
        return commands.inspect(nameOrId).map(ObservedContainers::of);
    }

    @Override
    public List<String> differences(String id, Blueprint blueprint) {
        String image = images.find(blueprint.image()).map(EngineImage::id).orElse("");
        return new Inspection(http, deadlines.call())
                .container(id)
                .map(found -> new AdoptionCheck(blueprint, found).differences(image))
                .orElseGet(() -> List.of("it is gone"));
    }

    @Override
    public Optional<ContainerUse> use(String id) {
        return new Stats(http, deadlines.call()).of(id);
    }

    @Override
    public Optional<EngineImage> image(String reference) {
        return images.find(reference);
    }

    @Override
    public String registryDigest(String reference, RegistryAccess access) {
        return registry.digest(reference, access);
    }

    @Override
    public String logTail(String id, int lines) {
        HttpRequest request = HttpRequest.get(
                "/containers/" + HttpRequest.encode(id) + "/logs?stdout=1&stderr=1&tail=" + Math.max(0, lines));
        try {
            return http.exchange(
                    request, deadlines.call(), response -> LogFrames.tail(response.body(), LOG_TAIL_BYTES));
        } catch (EngineException e) {
            throw DockerErrors.refused("read the log of container " + id, e);
        }
    }
}
