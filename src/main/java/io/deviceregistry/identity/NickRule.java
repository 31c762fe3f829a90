package io.deviceregistry.identity;

import java.util.List;
import java.util.regex.Pattern;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;
import io.deviceregistry.problem.Violation;

/** The syntax of nicks of devices and auto-assign tokens; nicks of accounts are more restricted. */
public final class NickRule {

    public static final int MAX_LENGTH = 128;
    /** A pattern that matches one character of a nick. */
    public static final String CHARACTER = "[A-Za-z0-9_+%-]";
    private static final Pattern NICK = Pattern.compile(CHARACTER + "{1," + MAX_LENGTH + "}");

    private NickRule() {
    }

    public static boolean isKeptBy(String nick) {
        return NICK.matcher(nick).matches();
    }

    /** @throws ProblemException bad-nick */
    public static void check(String nick) {
        if (!isKeptBy(nick)) {
            throw broken("must be 1 to " + MAX_LENGTH + " characters of A-Z, a-z, 0-9, _, +, % and -");
        }
    }

    public static ProblemException broken(String why) {
        return new ProblemException(ProblemType.BAD_NICK, "nick: " + why, List.of(new Violation("nick", why)));
    }
}
