/** Every forwarding mode against every kind of traffic, with real servers, in the lab {@code modes}. */
package dev.directrix.lab.modes;
