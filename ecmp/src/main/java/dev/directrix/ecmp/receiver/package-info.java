/**
 * What routers make of the paths that directors announce for a VIP: which of them share the traffic, with which
 * integer weights, and why the others do not. Pure models of real routers, each exact to the integer.
 */
package dev.directrix.ecmp.receiver;
