/** Restarting the directors of a cluster one after the other: what is waited for, and when to go no further. */
package dev.directrix.director.rolling;
