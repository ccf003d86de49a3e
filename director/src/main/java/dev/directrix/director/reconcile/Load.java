package dev.directrix.director.reconcile;

/**
 * What a director had to do between two looks, and the servers of one VIP. Immutable.
 *
 * @param cpu              how busy the CPUs were, 0 to 1
 * @param packetsPerSecond from clients, of all VIPs
 * @param serversUp        servers of the VIP that take new flows
 * @param serversTotal     all servers of the VIP
 */
public record Load(double cpu, double packetsPerSecond, int serversUp, int serversTotal) {
}
