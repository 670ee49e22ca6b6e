"""Fixes: which edit makes a finding go away, how each format writes it, and how files are changed on disk.

``propose`` turns a rule's ``fix:`` into edits, ``conf``, ``ini``, ``literal`` and ``statement`` write a value at its
place, ``facts`` tells what a text says before and after, ``plan`` tries edits in memory, ``store`` writes files.
"""
