package dev.directrix.forwarder.datapath;

/**
 * How full the tables of a datapath in a cluster are.
 *
 * @param flows      flows in the workers' flow tables
 * @param fullest    how full the fullest of these is, 0 to 1
 * @param adopted    flows that were taken over from others
 * @param halfOpen   flows of which only a SYN was seen, and that may still be answered
 * @param exceptions flows in the cluster's exceptions
 * @param held       packets that wait for another table
 */
public record ClusterUse(long flows, double fullest, int adopted, int halfOpen, int exceptions, int held) {
}
