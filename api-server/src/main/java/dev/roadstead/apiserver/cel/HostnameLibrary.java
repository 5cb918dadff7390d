package dev.roadstead.apiserver.cel;

import static dev.roadstead.apiserver.cel.TextLibrary.STRING;
import static dev.roadstead.apiserver.cel.TextLibrary.text;

import java.net.IDN;
import java.util.List;

/** What Kubernetes has no function for: how an internationalized hostname is written in DNS. */
final class HostnameLibrary {
    private HostnameLibrary() {}

    static Library library() {
        return new Library()
                .global("idnToASCII", "idn_to_ascii", STRING, List.of(STRING), a -> IDN.toASCII(text(a, 0)));
    }
}
