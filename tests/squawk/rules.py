"""The rules of squawk that have no counterpart in pglint, and why."""

WITHOUT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "What columns should be like: types, names, keys. pglint is about whether the server still takes connections.",
        (
            "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity", "prefer-text-field",
            "prefer-timestamp-tz", "ban-char-field", "ban-duplicate-column-assignments", "identifier-too-long",
            "require-enum-value-ordering", "require-table-schema", "ban-create-domain-with-constraint",
        ),
    ),
    (
        "What breaks clients that still run the old version: a dropped or renamed thing fails at once, whoever connects.",
        (
            "renaming-column", "renaming-table", "renaming-object", "ban-drop-column", "ban-drop-constraint",
            "ban-drop-database", "ban-drop-default", "ban-drop-domain", "ban-drop-extension", "ban-drop-function",
            "ban-drop-generated-expression", "ban-drop-index", "ban-drop-not-null", "ban-drop-policy",
            "ban-drop-schema", "ban-drop-sequence", "ban-drop-table", "ban-drop-trigger", "ban-drop-type",
            "ban-drop-view", "ban-alter-generated-expression", "ban-alter-identity", "ban-disable-trigger",
            "ban-replace-view-function", "ban-replica-identity", "ban-revoke", "ban-set-default", "ban-set-schema",
            "ban-add-column", "ban-add-composite-attribute", "ban-add-enum-value", "ban-alter-database-options",
            "ban-alter-extension", "ban-alter-function-options", "ban-alter-policy-condition",
            "ban-alter-policy-roles", "ban-alter-role-options", "ban-alter-row-level-security",
            "ban-alter-sequence-values", "ban-alter-system-options", "ban-alter-view-options", "ban-create-policy",
            "ban-detach-inheritance", "ban-new-write-restriction",
        ),
    ),
    ("A column that is NOT NULL without a default cannot be added to a table with rows: it fails, and holds up nobody.", ("adding-required-field",)),
    ("Whether a migration can be run again after it failed.", ("prefer-robust-stmts",)),
    ("TRUNCATE … CASCADE is about rows that are lost.", ("ban-truncate-cascade",)),
    ("BEGIN in a transaction, COMMIT outside of one: PostgreSQL warns and goes on. What it leaves open is MIG006.", ("transaction-nesting",)),
    ("The lock of DETACH PARTITION is short; waiting for it is TMO011's matter.", ("require-concurrent-partition-detach",)),
    ("How long a statement may run is judged by role, for all it does (TMO004, TMO005), not by migration.", ("require-statement-timeout",)),
    ("Another name for require-lock-timeout and require-statement-timeout.", ("require-timeout-settings",)),
)  # fmt: skip
