package io.deviceregistry.device;

import io.deviceregistry.problem.ProblemException;
import io.deviceregistry.problem.ProblemType;

/** Another live device of the owner has the nick; the database's unique index says so. */
final class NickTakenException extends ProblemException {

    private static final long serialVersionUID = 1L;

    NickTakenException() {
        super(ProblemType.NICK_TAKEN, "Another device of this owner has this nick");
    }
}
