"""A short name for a text: two texts that share it are the same."""

from __future__ import annotations


def digest(text: str) -> str:
    """128 bits of BLAKE2, as hexadecimal digits."""
    try:
        from _blake2 import blake2b  # hashlib takes several milliseconds to import
    except ImportError:
        from hashlib import blake2b
    return blake2b(text.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
