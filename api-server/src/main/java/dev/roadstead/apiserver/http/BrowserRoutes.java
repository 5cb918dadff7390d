package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.authn.Caller;
import dev.roadstead.apiserver.authn.Deadline;
import dev.roadstead.apiserver.people.Origin;

/** What below {@code /auth} is for browsers, and for terminals whose person has one. */
final class BrowserRoutes {
    private final Pages pages = new Pages();
    private final ProviderRoutes providers;
    private final DeviceRoutes devices;

    BrowserRoutes(ProviderRoutes providers, DeviceRoutes devices) {
        this.providers = providers;
        this.devices = devices;
    }

    /** Whether a path is for those who are not signed in yet. */
    static boolean isOpen(String path) {
        return Pages.isPage(path) || path.startsWith(ProviderRoutes.PREFIX);
    }

    /** False when there is no such path. */
    boolean handle(Exchange exchange, Caller caller, Deadline deadline) throws InterruptedException {
        Origin origin = new Origin(caller.address(), caller.userAgent(), caller.requestId());
        boolean reads = exchange.method().equals("GET") || exchange.method().equals("HEAD");
        if (reads && Pages.isPage(exchange.path())) {
            pages.send(exchange);
            return true;
        }
        if (exchange.path().equals(ProviderRoutes.LIST) || exchange.path().startsWith(ProviderRoutes.PREFIX)) {
            if (!reads) {
                throw ResourceRoutes.methodNotAllowed();
            }
            return providers.handle(exchange, origin);
        }
        return devices.handle(exchange, caller, origin, deadline);
    }
}
