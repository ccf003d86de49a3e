package dev.directrix.director.config;

import java.net.InetAddress;

/**
 * A service that a pool serves.
 *
 * @param vip     where it is
 * @param service the service
 */
record PoolUse(InetAddress vip, ServiceConfig service) {
}
