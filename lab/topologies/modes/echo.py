"""Echoes UDP, and answers TCP with the SHA-256 of all that came: echo.py PORT ADDRESS..."""
import hashlib
import socket
import sys
import threading


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def udp(address, port):
    with socket.socket(family(address), socket.SOCK_DGRAM) as server:
        server.bind((address, port))
        while True:
            data, client = server.recvfrom(65535)
            server.sendto(data, client)


def digest(connection):
    with connection:
        got = hashlib.sha256()
        while data := connection.recv(65536):
            got.update(data)
        connection.sendall(got.digest())


def tcp(address, port):
    with socket.socket(family(address), socket.SOCK_STREAM) as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((address, port))
        server.listen(64)
        while True:
            connection, _ = server.accept()
            threading.Thread(target=digest, args=(connection,), daemon=True).start()


threads = [threading.Thread(target=serve, args=(address, int(sys.argv[1])))
           for address in sys.argv[2:] for serve in (udp, tcp)]
for thread in threads:
    thread.start()
