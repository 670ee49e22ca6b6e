"""A first pglint.toml: what was found in a project, and room for what its files cannot say."""
