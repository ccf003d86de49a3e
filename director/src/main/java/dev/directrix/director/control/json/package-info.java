/** JSON (RFC 8259) as the control socket takes it: Gson's tree, strict reader and writer, without reflection. */
package dev.directrix.director.control.json;
