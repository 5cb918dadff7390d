package dev.roadstead.apiserver.app;

import dev.roadstead.apiserver.audit.AuditRecord;
import dev.roadstead.apiserver.authz.Authorizer;
import dev.roadstead.apiserver.oidc.ProviderSignIn;
import dev.roadstead.apiserver.people.Accounts;
import dev.roadstead.apiserver.people.ApiKeyTokens;
import dev.roadstead.apiserver.people.BootstrapTokens;
import dev.roadstead.apiserver.people.CredentialRequests;
import dev.roadstead.apiserver.people.DeferredWrites;
import dev.roadstead.apiserver.people.DeviceGrants;
import dev.roadstead.apiserver.people.Homes;
import dev.roadstead.apiserver.people.Invitations;
import dev.roadstead.apiserver.people.Joining;
import dev.roadstead.apiserver.people.NewUsers;
import dev.roadstead.apiserver.people.Notes;
import dev.roadstead.apiserver.people.Organizations;
import dev.roadstead.apiserver.people.OwnFactors;
import dev.roadstead.apiserver.people.PasskeyChallenges;
import dev.roadstead.apiserver.people.Passkeys;
import dev.roadstead.apiserver.people.PasswordHasher;
import dev.roadstead.apiserver.people.PendingSignIns;
import dev.roadstead.apiserver.people.People;
import dev.roadstead.apiserver.people.PeopleObjects;
import dev.roadstead.apiserver.people.Proofs;
import dev.roadstead.apiserver.people.ProviderAccounts;
import dev.roadstead.apiserver.people.ProviderLinks;
import dev.roadstead.apiserver.people.Registration;
import dev.roadstead.apiserver.people.SecondFactor;
import dev.roadstead.apiserver.people.SessionKeys;
import dev.roadstead.apiserver.people.SessionRenewal;
import dev.roadstead.apiserver.people.SessionTokens;
import dev.roadstead.apiserver.people.Sessions;
import dev.roadstead.apiserver.people.SignInAudit;
import dev.roadstead.apiserver.people.SignInGate;
import dev.roadstead.apiserver.people.SignInLimits;
import dev.roadstead.apiserver.people.Upkeep;
import dev.roadstead.apiserver.people.UserSecrets;
import dev.roadstead.apiserver.watch.WatchCache;
import dev.roadstead.egress.EgressClient;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.Predicate;

/** What people sign in with, constructed. */
record SignInWiring(
        SessionTokens sessionTokens,
        ApiKeyTokens apiKeyTokens,
        Sessions sessions,
        Accounts accounts,
        OwnFactors factors,
        Registration registration,
        Joining joining,
        BootstrapTokens bootstrap,
        CredentialRequests credentials,
        ProviderSignIn providers,
        ProviderAccounts providerAccounts,
        PendingSignIns pending,
        ProviderLinks links,
        DeviceGrants devices) {

    static SignInWiring start(
            PeopleObjects objects,
            WatchCache cache,
            Organizations organizations,
            Authorizer authorizer,
            SignInLimits limits,
            EgressClient egress,
            Predicate<AuditRecord> records,
            InstantSource clock,
            SecureRandom random,
            Closing closing) {
        People people = closing.add(People.start(cache, objects));
        Homes homes = new Homes(objects);
        UserSecrets secrets = new UserSecrets(objects);
        DeferredWrites deferred = closing.add(DeferredWrites.start());
        SessionKeys keys = new SessionKeys(objects, clock, random);
        SessionTokens sessionTokens = new SessionTokens(keys, objects, people, clock);
        SessionRenewal renewal = new SessionRenewal(objects, sessionTokens, clock, random);
        Sessions sessions = new Sessions(objects, people, homes, renewal, clock, random);
        ApiKeyTokens apiKeyTokens = closing.add(ApiKeyTokens.start(cache, objects, people, homes, deferred, clock));
        Invitations invitations = closing.add(Invitations.start(cache, objects, clock));
        SignInGate gate = new SignInGate(limits, System::nanoTime, sessions);
        SignInAudit audit = new SignInAudit(records, clock);
        Notes notes = new Notes(keys, clock);
        Passkeys passkeys = new Passkeys(new PasskeyChallenges(notes, clock, random), clock);
        SecondFactor factor = new SecondFactor(objects, secrets, passkeys, clock, random);
        PasswordHasher hasher = closing.add(new PasswordHasher(random));
        Proofs proofs = new Proofs(people, secrets, hasher, factor, gate, audit, clock);
        Accounts accounts = new Accounts(
                objects, people, organizations, secrets, hasher, proofs, passkeys, sessions, gate, deferred, clock);
        ProviderLinks links = new ProviderLinks(objects, people, secrets, proofs, sessions, notes, audit);
        PendingSignIns pending = new PendingSignIns(people, secrets, proofs, accounts, sessions, notes);
        BootstrapTokens bootstrap = new BootstrapTokens(objects, people, random);
        NewUsers newUsers = new NewUsers(objects, people, organizations, homes, authorizer::isBound);
        Registration registration = new Registration(
                objects, newUsers, homes, secrets, accounts, sessions, bootstrap, invitations, gate, audit);
        closing.add(Upkeep.start(keys, sessions));
        return new SignInWiring(
                sessionTokens,
                apiKeyTokens,
                sessions,
                accounts,
                new OwnFactors(secrets, proofs, factor, sessions),
                registration,
                new Joining(people, invitations, gate, audit),
                bootstrap,
                new CredentialRequests(objects, people, homes, apiKeyTokens, invitations, random, clock),
                new ProviderSignIn(egress, clock, random),
                new ProviderAccounts(
                        objects, people, secrets, accounts, newUsers, links, pending, sessions, gate, audit),
                pending,
                links,
                new DeviceGrants(objects, people, sessions, gate, clock, random));
    }
}
