/**
 * Weighted-cost multipathing: weights as small integers, for routers whose tables hold each next hop as often as its
 * weight says.
 */
package dev.directrix.ecmp.wcmp;
