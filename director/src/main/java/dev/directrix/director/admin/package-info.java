/** The admin address: metrics and health over HTTP. */
package dev.directrix.director.admin;
