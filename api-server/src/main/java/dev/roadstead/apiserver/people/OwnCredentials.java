package dev.roadstead.apiserver.people;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import com.yubico.webauthn.data.exception.Base64UrlException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The passkeys of one User at one site, for the library that checks signatures: to it there is nobody else. Immutable.
 *
 * @param passkeys those of the site
 */
record OwnCredentials(UserView user, List<Passkey> passkeys) implements CredentialRepository {
    OwnCredentials {
        passkeys = List.copyOf(passkeys);
    }

    static OwnCredentials at(Site site, UserView user, List<Passkey> passkeys) {
        return new OwnCredentials(
                user,
                passkeys.stream()
                        .filter(passkey -> passkey.origin().equals(site.origin()))
                        .toList());
    }

    /** What an authenticator calls the User by: nothing that says who it is. */
    static ByteArray handle(UserView user) {
        return new ByteArray(user.uid().getBytes(StandardCharsets.US_ASCII));
    }

    static ByteArray bytes(String base64url) {
        try {
            return ByteArray.fromBase64Url(base64url);
        } catch (Base64UrlException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
        return passkeys.stream()
                .map(passkey -> PublicKeyCredentialDescriptor.builder()
                        .id(bytes(passkey.id()))
                        .build())
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
        return username.equals(user.name()) ? Optional.of(handle(user)) : Optional.empty();
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray userHandle) {
        return userHandle.equals(handle(user)) ? Optional.of(user.name()) : Optional.empty();
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
        return lookupAll(credentialId).stream()
                .filter(credential -> credential.getUserHandle().equals(userHandle))
                .findFirst();
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
        return passkeys.stream()
                .filter(passkey -> bytes(passkey.id()).equals(credentialId))
                .map(passkey -> RegisteredCredential.builder()
                        .credentialId(credentialId)
                        .userHandle(handle(user))
                        .publicKeyCose(bytes(passkey.publicKey()))
                        .signatureCount(passkey.counter())
                        .build())
                .collect(Collectors.toSet());
    }
}
