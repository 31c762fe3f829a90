package io.deviceregistry.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The least and the most that a duration or a size of the configuration may be. The check of the configuration has them from a
 * resource that is generated from the sources.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Bounds {

    String min();

    String max();
}
