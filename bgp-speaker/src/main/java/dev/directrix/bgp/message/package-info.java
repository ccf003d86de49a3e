/** BGP messages and their encoding (RFC 4271 §4). */
package dev.directrix.bgp.message;
