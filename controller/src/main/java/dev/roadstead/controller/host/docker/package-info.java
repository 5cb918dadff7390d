/**
 * The Docker engine behind the ports of host.
 *
 * <p>From the wire up: {@link DockerTransport} opens byte streams, {@code HttpConnection} speaks HTTP/1.1 on one,
 * {@code EngineHttp} pools them, gives every call a deadline and negotiates the API version. docker-java's typed commands
 * run over it through {@code CommandTransport}; streams (events, pulls, logs) use it directly, because docker-java holds an
 * operating-system thread for each. {@code EngineReader} and {@code EngineActions} are the ports; every create passes
 * {@code PolicyGate} before and {@code CreatedCheck} after. Engine answers become {@code HostException} in
 * {@code DockerErrors} and nowhere else.
 */
@NullMarked
package dev.roadstead.controller.host.docker;

import org.jspecify.annotations.NullMarked;
