package io.deviceregistry.auth;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a caller needs to call a resource method. Methods without this annotation are open to everybody. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Requires {

    Access value();

    /** The access that a token needs in addition for {@code asadmin=yes}. */
    Access asAdmin() default Access.ANY;

    /** Whether the route is about the caller only, so that {@code asadmin} does not apply. */
    boolean ownOnly() default false;

    /** Whether requests without credentials are accepted as well; invalid credentials never are. */
    boolean optional() default false;
}
