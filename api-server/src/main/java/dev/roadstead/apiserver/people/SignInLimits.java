package dev.roadstead.apiserver.people;

import dev.roadstead.apiserver.fairness.Rate;

/**
 * How often people may try to sign in. What is too much is answered 429 and may be tried again later: no account is ever
 * locked.
 *
 * @param perAddress of all tries from one address (of IPv6: one /64 network)
 * @param perAccount of the failures at one account, wherever they come from
 */
public record SignInLimits(Rate perAddress, Rate perAccount) {
    /** One try in two seconds from an address, and one failure in ten at an account, after a few at once. */
    public static SignInLimits defaults() {
        return new SignInLimits(new Rate(0.5, 30), new Rate(0.1, 10));
    }
}
