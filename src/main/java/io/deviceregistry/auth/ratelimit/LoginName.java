package io.deviceregistry.auth.ratelimit;

import java.util.HexFormat;
import java.util.Locale;

import io.deviceregistry.secret.Sha256;

/**
 * The name by which somebody tries to log in, as wrong tries are counted: each name by itself, in whatever case, and whether or
 * not there is an account of that name. If the names of one account were counted together, the count would tell which belong
 * together, and which exist.
 *
 * @param key short, whatever was sent
 */
public record LoginName(String key) {

    public static LoginName of(String username) {
        return new LoginName("name:" + HexFormat.of().formatHex(Sha256.of(username.toLowerCase(Locale.ROOT)), 0, 16));
    }
}
