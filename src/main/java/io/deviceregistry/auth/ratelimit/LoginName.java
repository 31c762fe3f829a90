package io.deviceregistry.auth.ratelimit;

import java.util.HexFormat;
import java.util.Locale;

import io.deviceregistry.secret.Sha256;

/**
 * The key under which wrong logins with a name are counted: each name by itself, regardless of case, and whether or not an
 * account with that name exists. If all names of one account were counted together, the count would reveal which names belong
 * together and which exist.
 *
 * @param key short, however long the name in the request is
 */
public record LoginName(String key) {

    public static LoginName of(String username) {
        return new LoginName("name:" + HexFormat.of().formatHex(Sha256.of(username.toLowerCase(Locale.ROOT)), 0, 16));
    }
}
