"""What the desktop around the app does and sees: windows on a display, and the cross in a title bar. By libX11 itself,
since a driver knows pages only."""

import contextlib
import ctypes
import ctypes.util

TITLE = "Turnpike"


class Display:
    def __init__(self, name):
        self.x = ctypes.CDLL(ctypes.util.find_library("X11"))
        for function, gives in {"XOpenDisplay": ctypes.c_void_p, "XDefaultRootWindow": ctypes.c_ulong, "XInternAtom": ctypes.c_ulong}.items():
            getattr(self.x, function).restype = gives
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(name.encode()))
        if not self.display:
            raise AssertionError(f"no display {name}")
        # Between looking for a window and asking it something it may be gone, which is no reason to end this process.
        self.handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
        self.x.XSetErrorHandler(self.handler)

    def window(self):
        """The app's window and its size, when it is shown."""
        for window in self.children():
            attributes = Attributes()
            if self.x.XGetWindowAttributes(self.display, ctypes.c_ulong(window), ctypes.byref(attributes)) and attributes.map_state == VIEWABLE and self.title(window) == TITLE:
                return window, (attributes.width, attributes.height)
        return None

    def is_shown(self):
        return self.window() is not None

    def press_the_cross(self):
        """What a window manager sends when the user closes a window."""
        window, _ = self.window()
        event = ClientMessage(type=CLIENT_MESSAGE, window=window, message_type=self.atom("WM_PROTOCOLS"), format=32)
        event.data[0] = self.atom("WM_DELETE_WINDOW")
        self.x.XSendEvent(self.display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(event))
        self.x.XSync(self.display, 0)

    def atom(self, name):
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def title(self, window):
        name = ctypes.c_char_p()
        found = self.x.XFetchName(self.display, ctypes.c_ulong(window), ctypes.byref(name))
        return name.value.decode() if found and name.value else ""

    def children(self):
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        self.x.XQueryTree(self.display, ctypes.c_ulong(self.x.XDefaultRootWindow(self.display)), ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children),
                          ctypes.byref(count))
        found = [children[index] for index in range(count.value)]
        with contextlib.suppress(ValueError):
            self.x.XFree(children)
        return found


CLIENT_MESSAGE = 33
VIEWABLE = 2


class ClientMessage(ctypes.Structure):
    _fields_ = [("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p), ("window", ctypes.c_ulong),
                ("message_type", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("pad", ctypes.c_long * 16)]


class Attributes(ctypes.Structure):
    _fields_ = [("x", ctypes.c_int), ("y", ctypes.c_int), ("width", ctypes.c_int), ("height", ctypes.c_int), ("border_width", ctypes.c_int), ("depth", ctypes.c_int),
                ("visual", ctypes.c_void_p), ("root", ctypes.c_ulong), ("class_", ctypes.c_int), ("bit_gravity", ctypes.c_int), ("win_gravity", ctypes.c_int),
                ("backing_store", ctypes.c_int), ("backing_planes", ctypes.c_ulong), ("backing_pixel", ctypes.c_ulong), ("save_under", ctypes.c_int),
                ("colormap", ctypes.c_ulong), ("map_installed", ctypes.c_int), ("map_state", ctypes.c_int), ("all_event_masks", ctypes.c_long),
                ("your_event_mask", ctypes.c_long), ("do_not_propagate_mask", ctypes.c_long), ("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)]
