"""Which SQL is a migration, of which tool, in which order it runs, which part counts, and who opens a transaction.

``recognise`` asks the tools in turn; each tool is a module, or shares one with its like, and cites where its rules
come from. Nothing here parses SQL.
"""
