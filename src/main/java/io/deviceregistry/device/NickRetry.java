package io.deviceregistry.device;

import java.util.function.Function;

/** Repeats a write with another nick while the owner already has a device with that nick. */
public final class NickRetry {

    private NickRetry() {
    }

    /** @throws NickTakenException if all attempts failed */
    public static <T> T until(int tries, String nick, Nicks nicks, Function<String, T> write) {
        String next = nick;
        for (int i = 1;; i++) {
            try {
                return write.apply(next);
            } catch (NickTakenException e) {
                if (i == tries) {
                    throw e;
                }
                next = nicks.withSuffix(nick);
            }
        }
    }
}
