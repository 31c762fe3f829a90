package io.deviceregistry.http.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Of a body whose strings may hold half of a surrogate pair, because its route has its own answer to such strings: a login with
 * a password that nobody can have is a wrong login, and not a malformed request.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AllowsUnpairedSurrogates {
}
