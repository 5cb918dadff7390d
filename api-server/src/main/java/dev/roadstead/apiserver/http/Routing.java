package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.discovery.CompiledTables;
import dev.roadstead.apiserver.review.Reviews;
import java.util.List;

/** Constructs what requests pass through, and what answers them. */
final class Routing {
    private Routing() {}

    static RequestPipeline pipeline(
            HttpApi.Config config, HttpApi.Services services, Gate gate, OpenWatches open, WatchGuard guard) {
        CompiledTables tables = new CompiledTables();
        Answers answers = new Answers(tables, services.clock());
        WatchRoutes watches = new WatchRoutes(
                services.cache(),
                services.reader(),
                open,
                guard,
                services.tenants(),
                tables,
                services.clock(),
                config.bookmarkInterval());
        return new RequestPipeline(
                gate,
                new HealthRoutes(services.databaseCheck()),
                new MetricsRoutes(services.capacity()),
                services.discovery(),
                auth(services, new AuthCookies(services.signIn().random())),
                new ReviewRoutes(
                        services.catalog(),
                        new Reviews(services.authenticator(), services.authorizer()),
                        services.tokenRequests(),
                        services.signIn().credentials()),
                new ResourceRoutes(
                        services.catalog(),
                        services.reader(),
                        services.resources(),
                        watches,
                        answers,
                        new AuditRoutes(services.audit().log(), answers)),
                new RequestAudit(services.audit().records(), services.clock()),
                new FlowControl(config.fairness(), services.tenants()));
    }

    private static AuthRoutes auth(HttpApi.Services services, AuthCookies cookies) {
        HttpApi.SignIn signIn = services.signIn();
        PasswordRoutes passwords = new PasswordRoutes(
                signIn.accounts(), signIn.registration(), signIn.joining(), signIn.sessions(), cookies);
        FactorRoutes factors = new FactorRoutes(signIn.accounts(), signIn.factors(), signIn.links(), cookies);
        ProviderRoutes providers = new ProviderRoutes(
                signIn.providers(), signIn.providerAccounts(), signIn.pending(), signIn.links(), cookies);
        DeviceRoutes devices = new DeviceRoutes(signIn.devices(), services.authorizer(), services.clock());
        return new AuthRoutes(List.of(
                new Pages().handlers(),
                passwords.handlers(),
                factors.handlers(),
                providers.handlers(),
                devices.handlers()));
    }
}
