"""A desktop that has a tray and shows notifications: it owns the names that they go to, takes the app's icon, and uses its
menu. As much of D-Bus as that takes."""

import os
import re
import socket
import struct
import subprocess
import threading

from driver import eventually

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"
CALL, RETURN = 1, 2
PATH, INTERFACE, MEMBER, REPLY_TO, DESTINATION, SENDER, SIGNATURE = 1, 2, 3, 5, 6, 7, 8

# Whatever else it is asked, it has nothing to tell.
ANSWERS = {"GetAll": ("a{sv}", struct.pack("<II", 0, 0)), "Notify": ("u", struct.pack("<I", 1)), "GetCapabilities": ("as", struct.pack("<I", 0))}


class TrayHost:
    """On the session bus of a desk, from before the app starts."""

    def __init__(self, environment):
        self.environment = environment
        self.serial = 0
        self.icon = None
        self.notifications = []
        address = re.search(r"unix:(path|abstract)=([^,]+)", environment["DBUS_SESSION_BUS_ADDRESS"])
        self.bus = socket.socket(socket.AF_UNIX)
        self.bus.connect(("\0" if address[1] == "abstract" else "") + address[2])
        self.bus.sendall(b"\0AUTH EXTERNAL " + str(os.getuid()).encode().hex().encode() + b"\r\n")
        self.reader = self.bus.makefile("rb")
        self.reader.readline()
        self.bus.sendall(b"BEGIN\r\n")
        self.call_bus("Hello")
        for name in map(marshalled_string, (WATCHER, NOTIFICATIONS)):
            self.call_bus("RequestName", "su", name.ljust(padded(len(name), 4), b"\0") + struct.pack("<I", 0))
        threading.Thread(target=self.serve, daemon=True).start()
        eventually("the tray's name is owned", lambda: WATCHER in self.gdbus("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.bus.shutdown(socket.SHUT_RDWR)
        self.bus.close()

    def labels(self):
        """The menu's lines: text to number and whether it can be chosen."""
        app, path = eventually("the app has an icon", lambda: self.icon)
        layout = self.gdbus(app, path + "/Menu", "com.canonical.dbusmenu.GetLayout", "0", "--", "-1", "[]")
        lines = re.findall(r"\((?:int32 )?(\d+), (\{[^{}]*\})", layout)
        return {re.search(r"'label': <'([^']*)'>", facts)[1]: (number, "'enabled': <false>" not in facts) for number, facts in lines if "'label'" in facts}

    def choose(self, label):
        app, path = self.icon
        number, enabled = self.labels()[label]
        if not enabled:
            raise AssertionError(f"{label} can not be chosen")
        self.gdbus(app, path + "/Menu", "com.canonical.dbusmenu.Event", "--", number, "clicked", "<''>", "0")

    def gdbus(self, destination, path, method, *arguments):
        command = ["gdbus", "call", "--session", "--dest", destination, "--object-path", path, "--method", method, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=20, check=True).stdout

    def serve(self):
        while head := self.reader.read(16):
            kind, body_length, serial, fields_length = struct.unpack("<xBxxIII", head)
            fields = fields_of(self.reader.read(padded(fields_length))[:fields_length])
            body = self.reader.read(body_length)
            if kind == CALL:
                if fields.get(MEMBER) == "RegisterStatusNotifierItem":
                    self.icon = fields[SENDER], body[4 : 4 + struct.unpack_from("<I", body)[0]].decode()
                elif fields.get(MEMBER) == "Notify":
                    self.notifications.append(body.decode(errors="replace"))
                answer = ANSWERS.get(fields.get(MEMBER), ("", b""))
                self.send(RETURN, {REPLY_TO: ("u", serial), DESTINATION: ("s", fields[SENDER])}, *answer)

    def call_bus(self, member, signature="", body=b""):
        bus = "org.freedesktop.DBus"
        self.send(CALL, {PATH: ("o", "/org/freedesktop/DBus"), INTERFACE: ("s", bus), MEMBER: ("s", member), DESTINATION: ("s", bus)}, signature, body)

    def send(self, kind, fields, signature, body):
        self.serial += 1
        if signature:
            fields = {**fields, SIGNATURE: ("g", signature)}
        marshalled = b""
        for code, (type_, value) in fields.items():
            marshalled = marshalled.ljust(padded(len(marshalled)), b"\0") + bytes([code, 1]) + type_.encode() + b"\0"
            if type_ == "g":
                marshalled += bytes([len(value)]) + value.encode() + b"\0"
            elif type_ == "u":
                marshalled += struct.pack("<I", value)
            else:
                marshalled += marshalled_string(value)
        head = struct.pack("<cBBBIII", b"l", kind, 0, 1, len(body), self.serial, len(marshalled))
        self.bus.sendall(head + marshalled.ljust(padded(len(marshalled)), b"\0") + body)


def padded(length, to=8):
    return -(-length // to) * to


def marshalled_string(text):
    text = text.encode()
    return struct.pack("<I", len(text)) + text + b"\0"


def fields_of(data):
    """The header's fields by their code; those that are no texts are left out."""
    found, at = {}, 0
    while at < len(data):
        code, signature = data[at], chr(data[at + 2])
        at += 4
        if signature in "so":
            length = struct.unpack_from("<I", data, at)[0]
            found[code] = data[at + 4 : at + 4 + length].decode()
            at += 5 + length
        elif signature == "g":
            at += data[at] + 2
        else:
            at += 4
        at = padded(at)
    return found
