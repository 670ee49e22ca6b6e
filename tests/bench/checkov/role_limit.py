"""A policy for Checkov: every postgresql_role states a connection_limit."""
# mypy: ignore-errors

from checkov.common.models.enums import CheckCategories, CheckResult
from checkov.terraform.checks.resource.base_resource_check import BaseResourceCheck


class RoleLimit(BaseResourceCheck):
    def __init__(self):
        super().__init__(
            name="Ensure that a PostgreSQL role has a connection limit",
            id="CKV_PG_1",
            categories=[CheckCategories.GENERAL_SECURITY],
            supported_resources=["postgresql_role"],
        )

    def scan_resource_conf(self, conf):
        limit = conf.get("connection_limit", [None])[0]
        if limit is None:
            return CheckResult.FAILED
        try:
            return CheckResult.FAILED if int(limit) == -1 else CheckResult.PASSED
        except (TypeError, ValueError):  # an expression that Checkov could not resolve
            return CheckResult.UNKNOWN


check = RoleLimit()
