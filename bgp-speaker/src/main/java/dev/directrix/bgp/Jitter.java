package dev.directrix.bgp;

/** Where randomness comes from. */
@FunctionalInterface
interface Jitter {

    /** A number from 0 to below 1. */
    double next();
}
