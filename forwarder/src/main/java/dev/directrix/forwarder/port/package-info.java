/** Where frames come from and go to. */
package dev.directrix.forwarder.port;
