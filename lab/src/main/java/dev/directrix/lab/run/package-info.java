/** Runs a topology in namespaces: one set of network, mount, PID, UTS and IPC namespaces per node. */
package dev.directrix.lab.run;
