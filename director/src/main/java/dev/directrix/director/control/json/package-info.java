/** As much JSON (RFC 8259) as the control socket needs: strict, bounded, without reflection. */
package dev.directrix.director.control.json;
