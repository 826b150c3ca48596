"""Gatehouse's gateway: a person's own provider keys, usable from this machine and never stored."""

__version__ = "0.1.0"

CONTRACT = 1
"""The HTTP contract's version. It rises with every change that an older side would not understand;
the extension carries the same number in extension/src/shared/gateway/contract.ts."""

EXTENSION_ORIGIN = "chrome-extension://hcepiejkdbpcgkglpfcdommfmenjfchp"
"""Our extension's, fixed by the public key in its manifest."""
