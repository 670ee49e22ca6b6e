"""The names and sentences that tell one generated migration from another."""

# fmt: off
THINGS = (
    "account", "address", "adjustment", "agreement", "allocation", "approval", "asset", "assignment", "attachment",
    "booking", "budget", "bundle", "campaign", "carrier", "cart", "catalogue", "channel", "charge", "claim", "contact",
    "contract", "coupon", "credit", "customer", "delivery", "deposit", "device", "dispute", "document", "employee",
    "estimate", "export", "feature", "feed", "forecast", "cohort", "invitation", "invoice", "item", "ledger", "licence",
    "location", "mandate", "merchant", "message", "offer", "package", "partner", "payment", "payout", "plan", "price",
    "product", "profile", "project", "promotion", "quote", "receipt", "refund", "region", "rental", "report", "request",
    "reservation", "review", "route", "schedule", "segment", "session", "shipment", "station", "statement", "stock",
    "subscription", "supplier", "survey", "tariff", "task", "ticket", "token", "transfer", "vehicle",
    "voucher", "wallet", "warehouse", "webhook", "workspace",
)
PARTS = (
    "", "", "", "_entry", "_event", "_history", "_line", "_link", "_member", "_note", "_rule", "_setting", "_snapshot",
    "_state", "_tag", "_version",
)
FIELDS = {
    "text": (
        "barcode", "category", "code", "colour", "comment", "country", "description", "external_id", "hint", "label",
        "language", "locale", "name", "nickname", "note", "origin", "owner_name", "phone", "postcode", "provider",
        "reason", "reference", "source", "street", "subject", "summary", "timezone", "title", "url",
    ),
    "varchar(255)": ("email", "contact_email", "approved_by", "file_name", "batch_name", "serial_number"),
    "integer": ("attempts", "duration", "height", "position", "priority", "quantity", "rank", "retries", "width"),
    "bigint": ("document_number", "imported_from", "size_in_bytes", "units"),
    "numeric(12, 2)": ("amount", "balance", "discount", "fee", "limit_amount", "margin", "rate", "score", "total", "weight"),
    "boolean": ("billable", "enabled", "hidden", "internal", "notified", "verified"),
    "jsonb": ("metadata", "payload", "preferences", "settings"),
    "uuid": ("correlation_id", "idempotency_key", "request_id"),
    "date": ("deadline", "due_on", "valid_from", "valid_to"),
    "timestamptz": (
        "archived_at", "cancelled_at", "confirmed_at", "failed_at", "imported_at", "last_seen_at", "locked_at", "opened_at",
        "paid_at", "released_at", "shipped_at", "started_at",
    ),
    "text[]": ("aliases", "keywords", "scopes"),
}
STATES = (
    "open", "pending", "approved", "rejected", "paid", "failed", "cancelled", "expired", "archived", "sent",
    "delivered", "returned", "active", "paused", "closed",
)
ROLES = ("app_api", "app_worker", "app_reader", "app_admin", "reporting", "etl", "support", "metrics")
WORDS = (
    "Amber", "Basic", "Cedar", "Daily", "Ember", "First", "Gold", "Harbour", "Indigo", "Juniper", "Keel", "Lantern",
    "Maple", "Northern", "Olive", "Premium", "Quartz", "River", "Silver", "Timber", "Upper", "Velvet", "Western", "Yearly",
)
# fmt: on
VALUES = {
    "text": "''",
    "varchar(255)": "''",
    "integer": "0",
    "bigint": "0",
    "numeric(12, 2)": "0",
    "boolean": "false",
    "jsonb": "'{}'::jsonb",
    "uuid": "gen_random_uuid()",
    "date": "CURRENT_DATE",
    "timestamptz": "now()",
    "text[]": "'{}'",
}
SENTENCES = (
    "The old column stays until every service writes the new one; a later migration drops it.",
    "Reads go to the replica, so nothing but the importer waits for this.",
    "Agreed with the team that owns the reports: they filter by tenant and by day, never by status alone.",
    "The backfill ran from the worker before this was deployed; what is left are a few hundred rows.",
    "One statement of each kind, so that a failed deployment can be run again without cleaning up by hand.",
    "Two releases ago this was nullable. The check below was validated last week.",
    "See the notes of the incident of March: the queue behind one lock took the site down for four minutes.",
    "Legal asked for seven years; the partition job takes care of the rest.",
    "Not unique on purpose: the partner sends the same reference twice when it retries.",
    "The default is what the form shows, so old rows look as if somebody had chosen it.",
)
