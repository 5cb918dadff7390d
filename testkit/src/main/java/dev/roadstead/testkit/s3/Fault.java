package dev.roadstead.testkit.s3;

/** What goes wrong with one HTTP call. */
public sealed interface Fault {
    /** Nothing. */
    record None() implements Fault {}

    /** The call never arrives; this is answered instead. */
    record Answer(int status, String body) implements Fault {}

    /** The call arrives, and this is answered instead of what it led to. */
    record AnswerAfter(int status, String body) implements Fault {}

    /** The call never arrives, and nothing is answered until the proxy is closed. */
    record Stall() implements Fault {}

    /** The connection is cut before the call arrives. */
    record Cut() implements Fault {}

    /** The call arrives, and the connection is cut before its answer. */
    record CutAfter() implements Fault {}

    /** Of the answer's body only this many bytes come, then the connection is cut. */
    record Truncate(int bytes) implements Fault {}
}
