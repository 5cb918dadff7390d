package dev.roadstead.controller.plan;

import dev.roadstead.controller.plan.MountedFiles.MountedFile;
import dev.roadstead.model.ConfigMap;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.Mount;
import dev.roadstead.model.Mount.FileSource;
import dev.roadstead.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Secrets and ConfigMaps as files of a container. */
final class FileMounts {
    private static final int DEFAULT_MODE = 0444;
    private static final Pattern NUMBERED_GROUP = Pattern.compile("[^:]*:([0-9]{1,9})");

    private final Map<String, Secret> secrets;
    private final Map<String, ConfigMap> configMaps;
    private final List<String> missing = new ArrayList<>();

    FileMounts(Map<String, Secret> secrets, Map<String, ConfigMap> configMaps) {
        this.secrets = secrets;
        this.configMaps = configMaps;
    }

    /** Of every mount that has files, in the template's order. */
    List<MountedFiles> resolve(ContainerTemplate template) {
        int group = group(template.user());
        List<MountedFiles> mounts = new ArrayList<>();
        for (Mount mount : template.volumes()) {
            if (mount.secret() != null) {
                mounts.add(files(
                        mount.mountPath(),
                        group,
                        "Secret ",
                        mount.secret(),
                        secret(mount.secret().name())));
            } else if (mount.configMap() != null) {
                Map<String, byte[]> data = configMap(mount.configMap().name());
                mounts.add(files(mount.mountPath(), group, "ConfigMap ", mount.configMap(), data));
            }
        }
        return List.copyOf(mounts);
    }

    /** The first thing that was not there. */
    Optional<String> missing() {
        return missing.stream().findFirst();
    }

    private MountedFiles files(
            String mountPath, int group, String kind, FileSource source, @Nullable Map<String, byte[]> data) {
        List<MountedFile> files = new ArrayList<>();
        int mode = source.mode() == null ? DEFAULT_MODE : Integer.parseInt(source.mode(), 8);
        if (data == null) {
            missing.add(kind + source.name());
        } else if (source.items().isEmpty()) {
            data.forEach((key, content) -> files.add(new MountedFile(key, content, mode)));
        } else {
            for (FileSource.Item item : source.items()) {
                byte[] content = data.get(item.key());
                if (content == null) {
                    missing.add("key " + item.key() + " of " + kind + source.name());
                } else {
                    files.add(new MountedFile(item.path(), content, mode));
                }
            }
        }
        return new MountedFiles(mountPath, group, List.copyOf(files));
    }

    private @Nullable Map<String, byte[]> secret(String name) {
        Secret secret = secrets.get(name);
        return secret == null ? null : new TreeMap<>(secret.data());
    }

    private @Nullable Map<String, byte[]> configMap(String name) {
        ConfigMap configMap = configMaps.get(name);
        if (configMap == null) {
            return null;
        }
        Map<String, byte[]> data = new HashMap<>();
        configMap.data().forEach((key, text) -> data.put(key, text.getBytes(StandardCharsets.UTF_8)));
        return new TreeMap<>(data);
    }

    /** The group that the template gives by number, so that mode 0440 lets the container's user in; else root's. */
    private static int group(@Nullable String user) {
        Matcher numbered = NUMBERED_GROUP.matcher(user == null ? "" : user);
        return numbered.matches() ? Integer.parseInt(numbered.group(1)) : 0;
    }
}
