/** Path attributes, one class each, the registry that finds them, and what a broken one leads to (RFC 7606). */
package dev.directrix.bgp.attribute;
