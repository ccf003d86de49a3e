/**
 * Small clusters in which everything that can happen next is tried, in every order: the members are the real ones, the
 * store, the links, the datapaths, the servers and the clients around them are small models.
 */
package dev.directrix.cluster.exploration;
