/** Holds docker-compose.yml, the Dockerfiles and the documentation against what the apps really know. */
@NullMarked
package io.licensewatch.local.deployment;

import org.jspecify.annotations.NullMarked;
