@NullMarked
package io.licensewatch.console.web;

import org.jspecify.annotations.NullMarked;
