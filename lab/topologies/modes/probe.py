"""Talks to echo.py and says how it went.

probe.py udp ADDRESS PORT OCTETS COUNT SECONDS   datagrams by turns from four sockets, each sent up to five times
probe.py tcp ADDRESS PORT OCTETS 1 SECONDS       one connection that sends so much and gets its SHA-256 back

It gives up after so many seconds without an answer, or when a datagram is not answered at all.
"""
import hashlib
import os
import socket
import sys
import threading
import time

TRIES, PATIENCE = 5, 0.5
kind, address = sys.argv[1:3]
port, octets, count, seconds = map(int, sys.argv[3:7])
family = socket.AF_INET6 if ":" in address else socket.AF_INET


def datagrams():
    clients = [socket.socket(family, socket.SOCK_DGRAM) for _ in range(4)]
    for client in clients:
        client.settimeout(PATIENCE)
        client.connect((address, port))
    again = 0
    for number in range(count):
        payload = number.to_bytes(4, "big") + os.urandom(octets - 4)
        tries = ask(clients[number % len(clients)], payload)
        if not tries:
            print(f"no answer to datagram {number + 1} of {count} ({octets} octets) after {TRIES} tries,",
                  f"{TRIES * PATIENCE} s")
            return False
        again += tries - 1
    print(f"answered {count} of {count}, sent again {again}")
    return True


def ask(client, payload):
    """The try that was answered, 0 when none was."""
    for tries in range(1, TRIES + 1):
        try:
            client.send(payload)
            while client.recv(65535) != payload:
                pass
            return tries
        except OSError:
            pass
    return 0


def stream():
    sent, got = hashlib.sha256(), b""
    progress = {"sent": 0, "at": time.monotonic()}
    with socket.create_connection((address, port), timeout=seconds) as client:
        client.settimeout(1)

        def send():
            left = octets
            while left:
                chunk = os.urandom(min(left, 65536))
                view = memoryview(chunk)
                while view:
                    try:
                        taken = client.send(view)
                    except TimeoutError:
                        continue
                    view = view[taken:]
                    progress.update(sent=progress["sent"] + taken, at=time.monotonic())
                sent.update(chunk)
                left -= len(chunk)
            client.shutdown(socket.SHUT_WR)

        threading.Thread(target=send, daemon=True).start()
        while True:
            try:
                data = client.recv(65536)
            except TimeoutError:
                if time.monotonic() - progress["at"] > seconds:
                    print(f"no answer within {seconds} s: {progress['sent']} of {octets} octets were taken for sending")
                    return False
                continue
            if not data:
                break
            got += data
    print("sent", octets, "octets, arrived", "unchanged" if got == sent.digest() else "changed")
    return got == sent.digest()


try:
    well = datagrams() if kind == "udp" else stream()
except OSError as e:
    print(f"{kind} to {address} port {port}: {e}")
    well = False
sys.stdout.flush()
os._exit(0 if well else 1)
