package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fault.ApiException;
import dev.roadstead.apiserver.fault.ApiFault;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses. An account has one rate for all strangers and one for each address that it is signed in from, so
 * that who knocks at it all the time does not keep its owner out. Thread-safe.
 */
public final class SignInGate {
    private final Buckets addresses;
    private final Buckets accounts;
    private final Buckets factors;
    private final Sessions sessions;

    public SignInGate(SignInLimits limits, LongSupplier nanoTime, Sessions sessions) {
        this.addresses = new Buckets(limits.perAddress(), nanoTime);
        this.accounts = new Buckets(limits.perAccount(), nanoTime);
        this.factors = new Buckets(limits.perFactor(), nanoTime);
        this.sessions = sessions;
    }

    /** A try that was let in. */
    interface Try {
        /** It was the account's owner: it counts for nothing at the account. */
        void succeeded();
    }

    /**
     * Counts a try from an address.
     *
     * @throws ApiException TooManyRequests
     */
    void enterFrom(String address) {
        refuseIfAny(addresses.take(network(address)), "too many tries to sign in from your address");
    }

    /**
     * Counts a try at an account.
     *
     * @param account a name, whether there is such a User or not
     * @throws ApiException TooManyRequests
     */
    Try enterAt(String account, String address) {
        String folded = account.strip().toLowerCase(Locale.ROOT);
        String key = sessions.isKnown(folded, address) ? folded + " " + address : folded;
        refuseIfAny(accounts.take(key), "too many tries to sign in to this account");
        return () -> accounts.giveBack(key);
    }

    private static void refuseIfAny(Duration delay, String what) {
        if (!delay.isZero()) {
            Duration shown = delay.plusSeconds(1).truncatedTo(ChronoUnit.SECONDS);
            throw new ApiException(
                    new ApiFault.TooManyRequests(what + "; try again in " + shown.toSeconds() + " s", shown));
        }
    }

    /**
     * Counts a code of a second factor.
     *
     * @throws ApiException TooManyRequests
     */
    Try enterCode(String account) {
        refuseIfAny(factors.take(account), "too many wrong codes of the second factor of this account");
        return () -> factors.giveBack(account);
    }

    /** One who has an address of IPv6 has a /64 network of them. */
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        String[] groups = address.split("%", -1)[0].split(":", -1);
        StringBuilder network = new StringBuilder();
        for (int i = 0; i < Math.min(4, groups.length) && !groups[i].isEmpty(); i++) {
            network.append(groups[i]).append(':');
        }
        return network.append('/').toString();
    }
}
