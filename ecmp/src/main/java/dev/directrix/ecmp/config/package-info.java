/** Configuration of routers that makes weighted ECMP of what directors announce. */
package dev.directrix.ecmp.config;
