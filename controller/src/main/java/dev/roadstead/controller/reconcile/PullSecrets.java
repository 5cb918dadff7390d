package dev.roadstead.controller.reconcile;

import dev.roadstead.controller.client.ApiClient;
import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.ImageReference;
import dev.roadstead.controller.plan.RegistryAccess;
import dev.roadstead.controller.plan.RegistryAccess.Credentials;
import dev.roadstead.model.ContainerTemplate;
import dev.roadstead.model.ContainerTemplate.LocalRef;
import dev.roadstead.model.ResourceType;
import dev.roadstead.model.Secret;
import dev.roadstead.model.ServiceAccount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds how the registry of an image is to be asked: with the template's pull secrets, then with those of the namespace's
 * ServiceAccount {@code default}; the first that has something for the registry counts. Secrets are read when they are
 * needed and not kept. A Secret that is missing or unfit does not stop a pull: it may work without.
 */
public final class PullSecrets {
    private static final String CONTENT = ".dockerconfigjson";

    private final ApiClient client;
    private final Lister<ServiceAccount> accounts;

    public PullSecrets(ApiClient client, Lister<ServiceAccount> accounts) {
        this.client = client;
        this.accounts = accounts;
    }

    /** For the template's image, in this namespace. */
    public RegistryAccess access(String namespace, ContainerTemplate template) {
        Set<String> names = names(namespace, template);
        if (names.isEmpty()) {
            return RegistryAccess.ANONYMOUS;
        }
        ImageReference image = ImageReference.parse(template.image());
        List<String> remarks = new ArrayList<>();
        for (String name : names) {
            Optional<Credentials> found = credentials(namespace, name, image, remarks);
            if (found.isPresent()) {
                return new RegistryAccess(found.get(), "asked with Secret " + name);
            }
        }
        return new RegistryAccess(null, String.join("; ", remarks));
    }

    private Set<String> names(String namespace, ContainerTemplate template) {
        Set<String> names = new LinkedHashSet<>();
        template.imagePullSecrets().stream().map(LocalRef::name).forEach(names::add);
        ServiceAccount account = accounts.find(namespace, ServiceAccount.DEFAULT);
        if (account != null) {
            account.imagePullSecrets().stream().map(LocalRef::name).forEach(names::add);
        }
        return names;
    }

    private Optional<Credentials> credentials(
            String namespace, String name, ImageReference image, List<String> remarks) {
        Optional<byte[]> content = client.find(ResourceType.SECRET, namespace, name)
                .map(Secret::data)
                .flatMap(data -> Optional.ofNullable(data.get(CONTENT)));
        if (content.isEmpty()) {
            remarks.add("there is no Secret " + name + " with a key " + CONTENT);
            return Optional.empty();
        }
        try {
            Optional<Credentials> found = DockerConfig.read(content.get()).find(image);
            if (found.isEmpty()) {
                remarks.add("Secret " + name + " has nothing for registry " + image.registry());
            }
            return found;
        } catch (IOException e) {
            remarks.add("Secret " + name + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }
}
