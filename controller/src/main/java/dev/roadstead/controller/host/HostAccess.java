package dev.roadstead.controller.host;

/** The way to a node's engine, as far as it is known now. */
public sealed interface HostAccess {
    /** Calls may be made; they may fail all the same. */
    record Open(Host host) implements HostAccess {}

    /** Not known yet: the first contact is being made. */
    record Pending() implements HostAccess {}

    /** Nothing can be known or done; what runs there is left alone. */
    record Closed(String why) implements HostAccess {}

    /** There is no such Node. */
    record NoNode() implements HostAccess {}
}
