package dev.roadstead.apiserver.http;

import dev.roadstead.apiserver.fault.ApiFault;

/** Where the lines of a watch go. Used by one thread. */
interface EventSink {
    /** Lets the client know that the watch is established. */
    void open() throws InterruptedException;

    /** Answers instead, or tells in the stream, that the watch cannot begin; it is over then. */
    void refuse(ApiFault fault) throws InterruptedException;

    /** Adds a line; it may stay behind until {@link #flush}. */
    void add(byte[] line);

    /** How many bytes stay behind. */
    int pending();

    /** Sends what stayed behind; does not return before a slow client has taken it. */
    void flush() throws InterruptedException;

    /** Ends the watch cleanly; does not wait for the client. */
    void end();
}
