/** Tests of a lab that a network engineer writes beside its topology: run this, expect that, within so long. */
package dev.directrix.lab.check;
