/** BGP-4: codec, session state machine, Adj-RIB-Out. Netty is its transport. */
package dev.directrix.bgp;
