package io.deviceregistry.auth.ratelimit;

import org.bson.types.ObjectId;

/**
 * An attempt that is counted and not decided yet.
 *
 * @param window the document that counts it
 * @param number identifies it in that document, so that taking it back twice changes nothing
 * @param last whether it took the last place of the window
 */
record Reservation(Limit limit, String window, ObjectId number, boolean last) {
}
