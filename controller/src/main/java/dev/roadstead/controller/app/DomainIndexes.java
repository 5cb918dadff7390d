package dev.roadstead.controller.app;

import dev.roadstead.controller.plan.route.Backend;
import dev.roadstead.model.Domain;
import dev.roadstead.model.Middlewares;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What Domains are looked up by. */
final class DomainIndexes {
    private DomainIndexes() {}

    static Map<String, Function<? super Domain, Collection<String>>> all() {
        return Map.of(
                "hostname", domain -> List.of(domain.spec().hostname()),
                "namespace", domain -> List.of(String.valueOf(domain.metadata().namespace())),
                "application", domain -> List.of(Backend.of(domain).applicationKey()),
                "secret", DomainIndexes::secrets);
    }

    private static Collection<String> secrets(Domain domain) {
        List<String> keys = new ArrayList<>();
        String secretName = domain.spec().tls().secretName();
        if (secretName != null) {
            keys.add(domain.metadata().namespace() + "/" + secretName);
        }
        Middlewares middlewares = domain.spec().middlewares();
        if (middlewares != null && middlewares.basicAuth() != null) {
            keys.add(domain.metadata().namespace() + "/"
                    + middlewares.basicAuth().secretName());
        }
        return keys;
    }
}
