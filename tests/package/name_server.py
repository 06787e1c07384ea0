"""A name server on port 53 of a loopback address."""

import socket
import struct
import threading

A = 1


class NameServer(threading.Thread):
    """Knows the names of `addresses`, and denies all others. Keeps silent about `hanging`, and about
    `lossy` when it is asked first."""

    def __init__(self, address, addresses, hanging, lossy):
        super().__init__(daemon=True)
        self.address = address
        self.addresses = addresses
        self.hanging = hanging
        self.lossy = lossy
        self.asked = []
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 53))

    def run(self):
        while True:
            query, client = self.socket.recvfrom(512)
            answer = self.answer(query)
            if answer:
                self.socket.sendto(answer, client)

    def answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1 : at + 1 + query[at]].decode())
            at += 1 + query[at]
        question = query[12 : at + 5]
        name, kind = ".".join(labels), struct.unpack_from("!H", query, at + 1)[0]
        first = (name, kind) not in self.asked
        self.asked.append((name, kind))
        if name in self.hanging or (first and name in self.lossy):
            return None
        known = name in self.addresses
        data = socket.inet_aton(self.addresses[name]) if known and kind == A else b""
        header = query[:2] + struct.pack("!HHHHH", 0x8180 | (0 if known else 3), 1, bool(data), 0, 0)
        record = struct.pack("!HHHIH", 0xC00C, kind, 1, 60, len(data)) + data if data else b""
        return header + question + record
