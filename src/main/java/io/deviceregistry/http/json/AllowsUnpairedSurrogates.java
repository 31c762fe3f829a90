package io.deviceregistry.http.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a body whose strings may contain unpaired surrogates, because its route handles them: a login with a password that cannot
 * exist is a wrong login and not a malformed request.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface AllowsUnpairedSurrogates {
}
