package io.deviceregistry.auth.ratelimit;

import org.bson.types.ObjectId;

/**
 * A try that is counted and not decided yet.
 *
 * @param window the document that counts it
 * @param number tells it from all others in that document, so that giving it back twice changes nothing
 * @param last whether it took the last place of the window
 */
record Reservation(Limit limit, String window, ObjectId number, boolean last) {
}
