package dev.roadstead.apiserver.fairness;

/** One request. Two with the same values are two requests, which is why this is no record. */
final class Ticket {
    private final Share leaf;
    private final int seats;

    Ticket(Share leaf, int seats) {
        this.leaf = leaf;
        this.seats = seats;
    }

    Share leaf() {
        return leaf;
    }

    int seats() {
        return seats;
    }
}
