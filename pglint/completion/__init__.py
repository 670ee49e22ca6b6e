"""Completion for shells, made of the command line's own tables and help texts."""

from __future__ import annotations
