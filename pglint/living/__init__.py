"""Living with findings: those that are known already, and those that a change is about."""

from __future__ import annotations
