package io.deviceregistry.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.deviceregistry.http.ImplicitQueryParam;

/** What a caller needs for a resource method. A method without it is open to everybody. */
@ImplicitQueryParam("asadmin")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {

    Access value();

    /** What the token of an administrator who says {@code asadmin=yes} must open besides. */
    Access asAdmin() default Access.ANY;

    /** Whether the route is about the caller alone, also an administrator, so that {@code asadmin} means nothing there. */
    boolean ownOnly() default false;

    /** Whether a request without credentials is let through too, as nobody; bad credentials never are. */
    boolean optional() default false;
}
