package io.deviceregistry.device;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** A unique index refused the nick, because another live device of the owner has it. */
final class NickTakenException extends ProblemException {

    private static final long serialVersionUID = 1L;

    NickTakenException() {
        super(ProblemType.NICK_TAKEN, "Another device of this owner has this nick");
    }
}
