package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fairness.Rate;

/**
 * How often people may try to sign in. What is too much is answered 429 and may be tried again later: no account is ever
 * locked.
 *
 * @param perAddress of all tries from one address (of IPv6: one /64 network)
 * @param perAccount of the failures at one account, wherever they come from
 * @param perFactor of wrong codes of one account: of a million codes three are right, and whoever tries them has the password
 */
public record SignInLimits(Rate perAddress, Rate perAccount, Rate perFactor) {
    /**
     * One try in two seconds from an address, one failure in ten at an account, and one wrong code in five minutes, after a
     * few at once.
     */
    public static SignInLimits defaults() {
        return new SignInLimits(new Rate(0.5, 30), new Rate(0.1, 10), new Rate(1 / 300.0, 10));
    }
}
