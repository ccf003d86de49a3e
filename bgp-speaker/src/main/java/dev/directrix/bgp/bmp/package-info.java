/** BMP (RFC 7854): routers tell a station what their neighbours announced to them. */
package dev.directrix.bgp.bmp;
