package dev.roadstead.controller.reconcile.domain;

import dev.roadstead.controller.informer.Lister;
import dev.roadstead.controller.plan.route.Claims;
import dev.roadstead.controller.plan.route.Claims.Verdict;
import dev.roadstead.controller.plan.route.EdgeView;
import dev.roadstead.model.Application;
import dev.roadstead.model.Domain;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a Domain's spec can be routed, as far as other objects tell. That a hostname is taken is found out here for Domains
 * only that were there before the API server refused such; the owner is not named, because everybody who reads the Domain
 * reads its status, and not everybody may see the owner.
 *
 * @param domains with index {@code hostname}
 * @param own the names that no Domain gets
 */
record Acceptance(Lister<Domain> domains, Lister<Application> applications, OwnNames own) {
    Finding of(Domain domain) {
        Domain.Spec spec = domain.spec();
        Optional<String> ownName = own.of(domain);
        if (ownName.isPresent()) {
            return Finding.no(
                    "OwnName",
                    "this installation itself is reached by " + ownName.get()
                            + ", so its traffic is nobody else's; take another hostname");
        }
        List<Domain> rivals = Claims.rivals(spec.hostname()).stream()
                .flatMap(hostname -> domains.byIndex("hostname", hostname).stream())
                .toList();
        return switch (Claims.judge(domain, rivals)) {
            case Verdict.Granted() -> target(domain);
            case Verdict.Taken() ->
                Finding.no(
                        "HostnameTaken",
                        "hostname " + spec.hostname()
                                + " belongs to another namespace, which named it or a wildcard that"
                                + " covers it first; ask who runs this installation, or take another hostname");
            case Verdict.Duplicate(String name) ->
                Finding.no(
                        "Duplicate",
                        "Domain " + name
                                + " is older and has the same hostname and path; delete one of the two or change"
                                + " its pathPrefix");
        };
    }

    private Finding target(Domain domain) {
        String namespace = Objects.requireNonNull(domain.metadata().namespace());
        String name = domain.spec().application();
        Application application = applications.find(namespace, name);
        if (application == null) {
            return Finding.no("ApplicationNotFound", "there is no Application " + name + " in namespace " + namespace);
        }
        String port = domain.spec().port().toString();
        List<String> ports = application.spec().template().ports().stream()
                .filter(it -> EdgeView.is(it, String.valueOf(it.containerPort())))
                .flatMap(it -> Stream.of(it.name(), String.valueOf(it.containerPort())))
                .filter(Objects::nonNull)
                .toList();
        return ports.contains(port)
                ? Finding.yes("Accepted", "requests for " + domain.spec().hostname() + " go to Application " + name)
                : Finding.no(
                        "PortNotFound",
                        "Application " + name + " has no TCP port " + port + "; "
                                + (ports.isEmpty() ? "it lists none" : "it has " + String.join(", ", ports)));
    }
}
