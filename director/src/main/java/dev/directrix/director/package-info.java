/** The product: configuration, health checks, reconciler, control socket and CLI. */
package dev.directrix.director;
