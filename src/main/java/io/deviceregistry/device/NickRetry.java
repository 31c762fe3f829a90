package io.deviceregistry.device;

import java.util.function.Function;

/** Repeats a write under another nick as long as the owner has that nick already. */
public final class NickRetry {

    private NickRetry() {
    }

    /** @throws NickTakenException when all tries failed */
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
